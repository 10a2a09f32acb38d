"""Split a stream of text into reasoning and answer along the markers of a profile.

One machine serves whole replies and streams, so that markers cut at any character give the same
result. It walks through states, each a method that consumes what it can of the buffer and returns
whether it could:

    first ─> begin ─> thinking ─> turn ─> wrapped ─> answering ─> begin (a further block)
      └────> undecided ───────────┴───────────────────┘

Only what may still become a marker is held back, except in `undecided`: no start has come, and an
end would make all that stands before it reasoning.
"""

from collections.abc import Callable, Iterable

import regex

from mlkt.reply import marks
from mlkt.reply.codelines import CodeLines
from mlkt.reply.families import Block, Profile
from mlkt.reply.harmony import OPENERS, HarmonySplitter
from mlkt.reply.marks import Marks
from mlkt.reply.reply import Reply

_BLANKS = regex.compile(r"[\s\u200b\u200e\u200f\ufeff]*")
_LONGEST_CITATION = 80
_QUOTES = {"`": "`", '"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "「": "」", "„": "“"}


class BlockSplitter:
    """Takes pieces of a reply and returns what they decide; `finish` returns the rest."""

    def __init__(self, profile: Profile, max_undecided_chars: int | None = None) -> None:
        self._profile = profile
        self._limit = max_undecided_chars
        self._state: Callable[[], bool] = self._first
        self._final = False
        self._buffer, self._at, self._before = "", 0, ""
        self._answer: list[str] = []
        self._reasoning: list[str] = []
        self._held: list[str] = []  # text that an end would make reasoning
        self._held_chars = 0
        self._spaces: list[str] = []  # white space that a marker would swallow
        self._block: Block | None = None  # the open block; None while the prompt's is open
        self._label_next = False
        self._soft: Block | None = None
        self._closing = ""  # ends the wrapper that is open
        self._lines = CodeLines()
        self._quoted = 0  # starts in the middle of a line, whose ends count for nothing
        self._next: dict[str, int] = {}  # marker -> where it stands next in the buffer, or -1
        self._thought = self._answered = False
        self._harmony: HarmonySplitter | None = None

    @property
    def untouched(self) -> bool:
        """Whether nothing but white space has come."""
        return self._state == self._first and not self._buffer

    def feed(self, text: str) -> Reply:
        """Return what `text` decides."""
        if self._harmony:
            return self._harmony.feed(text)
        self._buffer += text
        return self._run()

    def finish(self) -> Reply:
        """Return what was held back; nothing may be fed after it."""
        self._final = True
        reply = self._run()
        if self._harmony:
            return reply + self._harmony.finish()
        thinking = self._state in {self._begin, self._thinking}
        cut_off = thinking and (self._thought or self._block is not None)
        return Reply(reply.answer + "".join(self._held), reply.reasoning, cut_off)

    def _run(self) -> Reply:
        self._next.clear()
        while (self._at < len(self._buffer) or self._spaces) and self._state():
            pass
        if self._at:
            self._before = self._buffer[self._at - 1]
            self._buffer, self._at = self._buffer[self._at :], 0
            self._next.clear()
        reply = Reply("".join(self._answer), "".join(self._reasoning))
        self._answer.clear()
        self._reasoning.clear()
        return reply

    def _first(self) -> bool:
        """The reply begins: white space, then a start, an end, a wrapper, or text."""
        if not self._skip_blanks():
            return self._give_up_blanks()
        if self._profile.harmony and (found := self._match(OPENERS)) is not None:
            if found:
                self._hand_over()
            return False
        wrappers = () if self._profile.every else tuple(mark for mark, _ in self._profile.wrappers)
        begins = marks.starts(self._profile, soft=False)
        softs = marks.starts(self._profile, soft=True)
        candidates = (*begins, *marks.first_ends(self._profile), *wrappers, *softs)
        found = self._match(candidates)
        if found == "":
            return False
        if found in begins:
            return self._open(begins[found], found)
        if found in softs:
            self._soft = softs[found]
        elif found is not None:
            self._at += 0 if found in wrappers else len(found)
            self._drop_spaces()
            return self._go(self._turn)
        if self._profile.opened:
            self._unread_blanks()
            return self._go(self._thinking)
        if self._profile.harmony and not self._profile.every:
            self._release(self._answer)
            self._hand_over()
            return False
        hold = marks.undecided(self._profile) is not None
        self._release(self._held if hold else self._answer)
        return self._go(self._undecided if hold else self._answering)

    def _begin(self) -> bool:
        """A start has come: its label and further starts go with it."""
        block = self._block
        if self._label_next and block and block.label:
            found = self._match((block.label,))
            if found == "":
                return False
            self._at += len(found or "")
            self._label_next = False
            return True
        if not self._skip_blanks():
            return self._give_up_blanks()
        found = self._match(block.starts if block else ())
        if found == "":
            return False
        if block and found:
            return self._open(block, found)
        self._unread_blanks()
        return self._go(self._thinking)

    def _thinking(self) -> bool:
        """Reasoning, up to an end or a tool's marker."""
        found = self._search(marks.thinking(self._profile, self._block), self._think)
        if found is None:
            return False
        kind, mark = found
        if kind == "drop":
            self._at += len(mark)
        elif self._is_quoted(mark):
            self._think(mark)
            self._at += len(mark)
        elif kind == "tool":
            return self._go(self._answering)
        else:
            self._at += len(mark)
            self._closing = dict(self._profile.wrappers).get(mark, "")
            return self._go(self._wrapped if self._closing else self._turn)
        return True

    def _turn(self) -> bool:
        """Reasoning has ended: a wrapper may follow, and some families' newlines go."""
        self._lines.begin()
        wrappers = {} if self._answered else dict(self._profile.wrappers)
        if not wrappers and not self._profile.lead:
            return self._go(self._answering)
        if not self._skip_blanks():
            return self._give_up_blanks()
        found = self._match(tuple(wrappers))
        if found == "":
            return False
        if found is None:
            spaces = "".join(self._spaces)
            self._drop_spaces()
            self._say(spaces.lstrip(self._profile.lead) if self._profile.lead else spaces)
            return self._go(self._answering)
        self._drop_spaces()
        self._at += len(found)
        self._closing = wrappers[found]
        return self._go(self._wrapped)

    def _wrapped(self) -> bool:
        """A wrapper is open: one newline after its marker belongs to it."""
        if self._buffer[self._at] == "\n":
            self._at += 1
        return self._go(self._answering)

    def _undecided(self) -> bool:
        """Text without a start: an end makes it reasoning, a start or the limit makes it answer."""
        looked = marks.undecided(self._profile)
        found = self._search(looked, self._hold) if looked else None
        if self._state != self._undecided:
            return True
        if found is None:
            return False
        kind, mark = found
        if kind in {"end", "soft"} and not (self._lines.code or self._is_quoted(mark)):
            if kind == "end" and self._quoted:
                self._quoted -= 1
            elif kind == "end" or self._soft:
                self._decide(self._reasoning)
                self._at += len(mark)
                return self._go(self._turn)
        return self._plain(kind, mark, self._hold)

    def _answering(self) -> bool:
        """The answer; only some profiles look for anything in it."""
        looked = marks.answering(self._profile, self._closing)
        if looked is None:
            self._say(self._rest())
            return False
        found = self._search(looked, self._say)
        if found is None:
            return False
        kind, mark = found
        if kind == "close":
            self._closing = ""
            self._at += len(mark)
            return True
        return self._plain(kind, mark, self._say)

    def _plain(self, kind: str, mark: str, emit: Callable[[str], None]) -> bool:
        """Handle what text and answer have in common: further starts, and what is dropped."""
        if kind == "start" and not (self._lines.code or self._is_quoted(mark)):
            if self._profile.anywhere or self._lines.blank:
                self._decide(self._answer)
                return self._open(marks.starts(self._profile, soft=False)[mark], mark)
            self._quoted += 1
        self._at += len(mark)
        if kind != "drop" or self._lines.code:
            emit(mark)
        return True

    # Below: the buffer and where its pieces go.

    def _search(self, looked: Marks, emit: Callable[[str], None]) -> tuple[str, str] | None:
        """Emit up to the next marker and return its kind and text; None: more text is needed."""
        start, mark = self._nearest(looked)
        whole = bool(mark)
        if not mark:
            start = len(self._buffer) - (0 if self._final else self._may_grow(looked))
        elif looked.kinds[mark] == "drop" and mark.endswith(":"):
            end = self._buffer.find(">", start, start + _LONGEST_CITATION)
            whole = end >= 0 or self._final or len(self._buffer) - start >= _LONGEST_CITATION
            mark = self._buffer[start : end + 1] if end >= 0 else mark
        elif self._quote_before(start) and not self._final:
            whole = start + len(mark) < len(self._buffer)
        if start > self._at:
            text = self._buffer[self._at : start]
            self._at = start
            emit(text)
        return (looked.kinds.get(mark, "drop"), mark) if whole else None

    def _nearest(self, looked: Marks) -> tuple[int, str]:
        best, nearest = len(self._buffer), ""
        for mark in looked.kinds:
            at = self._next.get(mark, -2)
            if at == -2 or 0 <= at < self._at:
                at = self._next[mark] = self._buffer.find(mark, self._at)
            if 0 <= at < best:
                best, nearest = at, mark
        return best, nearest

    def _may_grow(self, looked: Marks) -> int:
        """Return how many characters at the end of the buffer may be the beginning of a marker."""
        size = min(looked.longest - 1, len(self._buffer) - self._at)
        while size and self._buffer[-size:] not in looked.prefixes:
            size -= 1
        return size

    def _quote_before(self, at: int) -> str:
        return _QUOTES.get(self._buffer[at - 1] if at else self._before, "")

    def _is_quoted(self, mark: str) -> bool:
        """Return whether the marker at the cursor stands between quotation marks or backticks."""
        closing = self._quote_before(self._at)
        end = self._at + len(mark)
        return bool(closing) and self._buffer[end : end + 1] == closing

    def _match(self, candidates: Iterable[str]) -> str | None:
        """Return the longest candidate at the cursor, "" where more text is needed, else None."""
        best: str | None = None
        left = len(self._buffer) - self._at
        for mark in candidates:
            if self._buffer.startswith(mark, self._at):
                best = mark if best is None or len(mark) > len(best) else best
            elif left < len(mark) and not self._final and mark.startswith(self._buffer[self._at :]):
                return ""
        return best

    def _rest(self) -> str:
        text, self._at = self._buffer[self._at :], len(self._buffer)
        return text

    def _skip_blanks(self) -> bool:
        """Put white space aside and return whether anything else has come."""
        found = _BLANKS.match(self._buffer, self._at)
        if found and found.group():
            self._spaces.append(found.group())
            self._at = found.end()
        return self._at < len(self._buffer)

    def _give_up_blanks(self) -> bool:
        """At the end of the reply white space is text of the state it stands in."""
        if self._final:
            inside = (
                self._state == self._begin or self._profile.opened and self._state == self._first
            )
            self._release(self._reasoning if inside else self._answer)
        return False

    def _unread_blanks(self) -> None:
        """Put white space back: it is text, or the beginning of a marker."""
        spaces = "".join(self._spaces)
        self._spaces.clear()
        if self._buffer.endswith(spaces, 0, self._at):
            self._at -= len(spaces)
        else:
            self._buffer, self._at = spaces + self._buffer[self._at :], 0

    def _hand_over(self) -> None:
        self._harmony = HarmonySplitter()
        reply = self._harmony.feed(self._rest())
        self._add(self._answer, reply.answer)
        self._add(self._reasoning, reply.reasoning)

    def _release(self, into: list[str]) -> None:
        self._add(into, *self._spaces)
        self._held_chars += sum(map(len, self._spaces)) if into is self._held else 0
        self._spaces.clear()

    def _drop_spaces(self) -> None:
        self._spaces.clear()

    def _add(self, into: list[str], *texts: str) -> None:
        into.extend(text for text in texts if text)

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
            text = text[len(self._soft.starts[0]) :] if self._soft else text
        else:
            self._answered = self._answered or bool(text.strip())
        self._add(into, text)

    def _open(self, block: Block, mark: str) -> bool:
        self._drop_spaces()
        self._at += len(mark)
        self._block, self._label_next = block, True
        return self._go(self._begin)

    def _go(self, state: Callable[[], bool]) -> bool:
        self._state = state
        return True
