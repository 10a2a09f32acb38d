"""Split a stream of text into reasoning and answer along the markers of a profile.

One machine serves whole replies and streams, so that markers cut at any character give the same
result. It walks through states, each a method that consumes what it can of the buffer and returns
whether it could:

    first ─> begin ─> thinking ─> turn ─> wrapped ─> answering ─> begin (a further block)
      └────> undecided ───────────┴───────────────────┘

Only what may still become a marker is held back, except in `undecided`: no start has come, and an
end would make all that stands before it reasoning.
"""

from collections.abc import Callable

from mlkt.reply import marks
from mlkt.reply.codelines import CodeLines
from mlkt.reply.cursor import Cursor
from mlkt.reply.families import Block, Profile
from mlkt.reply.harmony import OPENERS, HarmonySplitter
from mlkt.reply.reply import Reply


class BlockSplitter:
    """Takes pieces of a reply and returns what they decide; `finish` returns the rest."""

    def __init__(self, profile: Profile, max_undecided_chars: int | None = None) -> None:
        self._profile = profile
        self._limit = max_undecided_chars
        self._state: Callable[[], bool] = self._first
        self._cursor = Cursor()
        self._answer: list[str] = []
        self._reasoning: list[str] = []
        self._held: list[str] = []  # text that an end would make reasoning
        self._held_chars = 0
        self._block: Block | None = None  # the open block; None while the prompt's is open
        self._label_next = False
        self._soft: Block | None = None
        self._closing = ""  # ends the wrapper that is open
        self._lines = CodeLines()
        self._quoted = 0  # starts in the middle of a line, whose ends count for nothing
        self._thought = self._answered = False
        self._harmony: HarmonySplitter | None = None

    @property
    def untouched(self) -> bool:
        """Whether nothing but white space has come."""
        return self._state == self._first and self._cursor.at_end

    def feed(self, text: str) -> Reply:
        """Return what `text` decides."""
        if self._harmony:
            return self._harmony.feed(text)
        self._cursor.feed(text)
        return self._run()

    def finish(self) -> Reply:
        """Return what was held back; nothing may be fed after it."""
        self._cursor.final = True
        reply = self._run()
        if self._harmony:
            return reply + self._harmony.finish()
        thinking = self._state in {self._begin, self._thinking}
        cut_off = thinking and (self._thought or self._block is not None)
        return Reply(reply.answer + "".join(self._held), reply.reasoning, cut_off)

    def _run(self) -> Reply:
        while not (self._cursor.at_end and not self._cursor.spaces) and self._state():
            pass
        reply = Reply("".join(self._answer), "".join(self._reasoning))
        self._answer.clear()
        self._reasoning.clear()
        return reply

    def _first(self) -> bool:
        """The reply begins: white space, then a start, an end, a wrapper, or text."""
        if not self._cursor.skip_blanks():
            return self._give_up_blanks()
        if self._profile.harmony and (found := self._cursor.match(OPENERS)) is not None:
            if found:
                self._hand_over()
            return False
        wrappers = () if self._profile.every else tuple(mark for mark, _ in self._profile.wrappers)
        begins = marks.starts(self._profile, soft=False)
        softs = marks.starts(self._profile, soft=True)
        candidates = (*begins, *marks.first_ends(self._profile), *wrappers, *softs)
        found = self._cursor.match(candidates)
        if found == "":
            return False
        if found in begins:
            return self._open(begins[found], found)
        if found in softs:
            self._soft = softs[found]
        elif found is not None:
            self._cursor.at += 0 if found in wrappers else len(found)
            self._cursor.take_blanks()
            return self._go(self._turn)
        if self._profile.opened:
            self._cursor.unread_blanks()
            return self._go(self._thinking)
        if self._profile.harmony and not self._profile.every:
            self._add(self._answer, self._cursor.take_blanks())
            self._hand_over()
            return False
        hold = marks.undecided(self._profile) is not None
        self._cursor.unread_blanks()
        return self._go(self._undecided if hold else self._answering)

    def _begin(self) -> bool:
        """A start has come: its label and further starts go with it."""
        block = self._block
        if self._label_next and block and block.label:
            found = self._cursor.match((block.label,))
            if found == "":
                return False
            self._cursor.at += len(found or "")
            self._label_next = False
            return True
        if not self._cursor.skip_blanks():
            return self._give_up_blanks()
        found = self._cursor.match(block.starts if block else ())
        if found == "":
            return False
        if block and found:
            return self._open(block, found)
        self._cursor.unread_blanks()
        return self._go(self._thinking)

    def _thinking(self) -> bool:
        """Reasoning, up to an end or a tool's marker."""
        found = self._cursor.search(marks.thinking(self._profile, self._block), self._think)
        if found is None:
            return False
        kind, mark = found
        if kind == "drop":
            self._cursor.at += len(mark)
        elif self._cursor.is_quoted(mark):
            self._think(mark)
            self._cursor.at += len(mark)
        elif kind == "tool":
            return self._go(self._answering)
        else:
            self._cursor.at += len(mark)
            self._closing = dict(self._profile.wrappers).get(mark, "")
            return self._go(self._wrapped if self._closing else self._turn)
        return True

    def _turn(self) -> bool:
        """Reasoning has ended: a wrapper may follow, and some families' newlines go."""
        self._lines.begin()
        wrappers = {} if self._answered else dict(self._profile.wrappers)
        if not wrappers and not self._profile.lead:
            return self._go(self._answering)
        more = self._cursor.skip_blanks()
        found = self._cursor.match(tuple(wrappers)) if more or not self._cursor.final else None
        if found == "" or not (more or self._cursor.final):
            return False
        if found is None:
            spaces = self._cursor.take_blanks()
            self._say(spaces.lstrip(self._profile.lead) if self._profile.lead else spaces)
            return self._go(self._answering)
        self._cursor.take_blanks()
        self._cursor.at += len(found)
        self._closing = wrappers[found]
        return self._go(self._wrapped)

    def _wrapped(self) -> bool:
        """A wrapper is open: one newline after its marker belongs to it."""
        if self._cursor.match("\n"):
            self._cursor.at += 1
        return self._go(self._answering)

    def _undecided(self) -> bool:
        """Text without a start: an end makes it reasoning, a start or the limit makes it answer."""
        looked = marks.undecided(self._profile)
        found = self._cursor.search(looked, self._hold) if looked else None
        if self._state != self._undecided:
            return True
        if found is None:
            return False
        kind, mark = found
        if kind in {"end", "soft"} and not (self._lines.code or self._cursor.is_quoted(mark)):
            if kind == "end" and self._quoted:
                self._quoted -= 1
            elif kind == "end" or self._soft:
                self._decide(self._reasoning)
                self._cursor.at += len(mark)
                return self._go(self._turn)
        return self._plain(kind, mark, self._hold)

    def _answering(self) -> bool:
        """The answer; only some profiles look for anything in it."""
        looked = marks.answering(self._profile, self._closing)
        if looked is None:
            self._say(self._cursor.rest())
            return False
        found = self._cursor.search(looked, self._say)
        if found is None:
            return False
        kind, mark = found
        if kind == "close":
            self._closing = ""
            self._cursor.at += len(mark)
            return True
        return self._plain(kind, mark, self._say)

    def _plain(self, kind: str, mark: str, emit: Callable[[str], None]) -> bool:
        """Handle what text and answer have in common: further starts, and what is dropped."""
        if kind == "start" and not (self._lines.code or self._cursor.is_quoted(mark)):
            if self._profile.anywhere or self._lines.blank:
                self._decide(self._answer)
                return self._open(marks.starts(self._profile, soft=False)[mark], mark)
            self._quoted += 1
        self._cursor.at += len(mark)
        if kind != "drop" or self._lines.code:
            emit(mark)
        return True

    def _give_up_blanks(self) -> bool:
        """At the end of the reply white space is text of the state it stands in."""
        if self._cursor.final:
            opened = self._profile.opened and self._state == self._first
            inside = opened or self._state == self._begin
            self._add(self._reasoning if inside else self._answer, self._cursor.take_blanks())
        return False

    def _hand_over(self) -> None:
        self._harmony = HarmonySplitter()
        reply = self._harmony.feed(self._cursor.rest())
        self._add(self._answer, reply.answer)
        self._add(self._reasoning, reply.reasoning)

    def _add(self, into: list[str], text: str) -> None:
        if text:
            into.append(text)

    def _think(self, text: str) -> None:
        self._reasoning.append(text)
        self._thought = self._thought or not text.isspace()

    def _say(self, text: str) -> None:
        self._answer.append(text)
        self._answered = self._answered or bool(text.strip())
        self._lines.add(text)

    def _hold(self, text: str) -> None:
        self._held.append(text)
        self._held_chars += len(text)
        self._lines.add(text)
        if self._limit is not None and self._held_chars > self._limit:
            self._decide(self._answer)
            self._go(self._answering)

    def _decide(self, into: list[str]) -> None:
        text = "".join(self._held)
        self._held.clear()
        self._held_chars = 0
        if into is self._reasoning:
            text = text.partition(self._soft.starts[0])[2] if self._soft else text
        else:
            self._answered = self._answered or bool(text.strip())
        self._add(into, text)

    def _open(self, block: Block, mark: str) -> bool:
        self._cursor.take_blanks()
        self._cursor.at += len(mark)
        self._block, self._label_next = block, True
        return self._go(self._begin)

    def _go(self, state: Callable[[], bool]) -> bool:
        self._state = state
        return True
