"""Split a stream of text into reasoning and answer along the markers of a profile.

One machine serves whole replies and streams, so that markers cut at any character give the same
result. It walks through states, each a method that consumes what it can of the buffer and returns
whether it could:

    first ─> begin ─> thinking ─> turn ─> wrapped ─> answering ─> begin (a further block)
      └────> undecided ───────────┴───────────────────┘   └────> closed_once

Only what may still become a marker is held back, except in `undecided` (no start has come, and an
end would make all that stands before it reasoning) and in `closed_once` (of several ends of a
wrapper the last one counts).
"""

from collections.abc import Callable

from mlkt.reply.reasoning import marks
from mlkt.reply.reasoning.cursor import Cursor
from mlkt.reply.reasoning.families import Block, Profile
from mlkt.reply.reasoning.harmony import OPENERS, HarmonySplitter
from mlkt.reply.reasoning.parts import Parts
from mlkt.reply.reply import Reply


class BlockSplitter:
    """Takes pieces of a reply and returns what they decide; `finish` returns the rest."""

    def __init__(self, profile: Profile, max_undecided_chars: int | None = None) -> None:
        self._profile = profile
        self._state: Callable[[], bool] = self._first
        self._cursor = Cursor()
        self._parts = Parts(max_undecided_chars)
        self._block: Block | None = None  # the open block; None while the prompt's is open
        self._label_next = False
        self._soft: Block | None = None  # opens once its end has come
        self._quoted = 0  # starts in the middle of a line, whose ends count for nothing
        self._closing = ""  # ends the wrapper that is open
        self._closed = ""  # the end that has come, which begins the held text
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
        self._say_held()
        thinking = self._state in {self._begin, self._thinking}
        cut_off = thinking and (self._parts.thought or self._block is not None)
        return reply + self._parts.take() + Reply(cut_off=cut_off)

    def _run(self) -> Reply:
        while not (self._cursor.at_end and not self._cursor.spaces) and self._state():
            pass
        return self._parts.take()

    def _first(self) -> bool:
        """The reply begins: white space, then a start, an end, a wrapper, or text."""
        if not self._cursor.skip_blanks():
            return self._give_up_blanks()
        if self._profile.harmony and (found := self._cursor.match(OPENERS)) is not None:
            if found:
                self._hand_over()
            return False
        found = self._cursor.match(marks.first(self._profile))
        if found == "":
            return False
        block = marks.starts(self._profile).get(found or "")
        if found is None:
            return self._text()
        if block:
            soft = block.soft or (block.glued and self._cursor.ends_word(found))
            if soft is None:
                return False
            self._soft = block if soft else None
            return self._text() if soft else self._open(block, found)
        self._cursor.at += 0 if found in dict(self._profile.wrappers) else len(found)
        self._cursor.take_blanks()
        return self._go(self._turn)

    def _text(self) -> bool:
        """The reply begins with text: reasoning, answer, or not decided."""
        if self._profile.opened:
            self._cursor.unread_blanks()
            return self._go(self._thinking)
        if self._profile.harmony and not (self._profile.every or self._soft):
            self._parts.say(self._cursor.take_blanks())
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
        looked = marks.thinking(self._profile, self._block)
        found = self._cursor.search(looked, self._parts.think)
        if found is None:
            return False
        kind, mark = found
        quoted = self._cursor.is_quoted(mark)
        if kind == "tool" and not quoted:
            return self._go(self._answering)
        self._cursor.at += len(mark)
        if quoted:
            self._parts.think(mark)
        elif kind == "end":
            self._closing = dict(self._profile.wrappers).get(mark, "")
            return self._go(self._wrapped if self._closing else self._turn)
        return True

    def _turn(self) -> bool:
        """Reasoning has ended: a wrapper may follow, and some families' newlines go."""
        self._parts.lines.begin()
        fields = self._parts.answered and self._profile.every  # a tag in an answer is part of it
        wrappers = {} if fields else dict(self._profile.wrappers)
        if not wrappers and not self._profile.lead:
            return self._go(self._answering)
        more = self._cursor.skip_blanks()
        found = self._cursor.match(tuple(wrappers)) if more or not self._cursor.final else None
        if found == "" or not (more or self._cursor.final):
            return False
        spaces = self._cursor.take_blanks()
        if found is None:
            self._parts.say(spaces.lstrip(self._profile.lead) if self._profile.lead else spaces)
            return self._go(self._answering)
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
        found = self._cursor.search(looked, self._parts.hold) if looked else None
        if self._parts.overfull:
            self._say_held()
            return self._go(self._answering)
        if found is None:
            return False
        kind, mark = found
        code = self._parts.lines.code or self._cursor.is_quoted(mark)
        if kind == "end" and self._quoted and not code:
            self._quoted -= 1
        elif (kind == "end" or (kind == "soft" and self._soft)) and not code:
            soft = self._soft
            after = soft.starts[0] if soft else ""
            self._parts.think_held(after=after, without=soft.inner if soft else ())
            self._cursor.at += len(mark)
            return self._go(self._turn)
        return self._plain(kind, mark, self._parts.hold)

    def _answering(self) -> bool:
        """The answer; only some profiles look for anything in it."""
        looked = marks.answering(self._profile, self._closing)
        if looked is None:
            self._parts.say(self._cursor.rest())
            return False
        found = self._cursor.search(looked, self._parts.say)
        if found is None:
            return False
        kind, mark = found
        if kind != "close":
            return self._plain(kind, mark, self._parts.say)
        if self._profile.every:  # what follows may be the fields of an answer, with tags alike
            self._closing = ""
            self._cursor.at += len(mark)
            return True
        return self._close(mark)

    def _closed_once(self) -> bool:
        """A wrapper has ended; where it ends once more, the end that has come was text."""
        looked = marks.answering(self._profile, self._closing)
        found = self._cursor.search(looked, self._parts.hold) if looked else None
        if self._parts.overfull:
            self._say_held()
            self._closing = ""
            return self._go(self._answering)
        if found is None:
            return False
        kind, mark = found
        if kind != "close":
            return self._plain(kind, mark, self._parts.hold)
        self._parts.say_held()
        return self._close(mark)

    def _close(self, mark: str) -> bool:
        self._closed = mark
        self._parts.hold(mark)
        self._cursor.at += len(mark)
        return self._go(self._closed_once)

    def _plain(self, kind: str, mark: str, emit: Callable[[str], None]) -> bool:
        """Handle what text and answer have in common: further starts, and what is dropped."""
        code = self._parts.lines.code or self._cursor.is_quoted(mark)
        if kind == "start" and not code:
            if self._profile.anywhere or self._parts.lines.blank:
                self._say_held()
                return self._open(marks.starts(self._profile)[mark], mark)
            self._quoted += 1
        self._cursor.at += len(mark)
        if kind != "drop" or code:
            emit(mark)
        return True

    def _give_up_blanks(self) -> bool:
        """At the end of the reply white space is text of the state it stands in."""
        if self._cursor.final:
            opened = self._profile.opened and self._state == self._first
            inside = opened or self._state == self._begin
            spaces = self._cursor.take_blanks()
            self._parts.think(spaces) if inside else self._parts.say(spaces)
        return False

    def _hand_over(self) -> None:
        self._harmony = HarmonySplitter()
        reply = self._harmony.feed(self._cursor.rest())
        self._parts.say(reply.answer)
        self._parts.think(reply.reasoning)

    def _say_held(self) -> None:
        self._parts.say_held(skip=len(self._closed))
        self._closed = ""

    def _open(self, block: Block, mark: str) -> bool:
        self._cursor.take_blanks()
        self._cursor.at += len(mark)
        self._block, self._label_next = block, True
        return self._go(self._begin)

    def _go(self, state: Callable[[], bool]) -> bool:
        self._state = state
        return True
