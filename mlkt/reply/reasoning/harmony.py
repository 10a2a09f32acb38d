"""Split the messages of gpt-oss: channels `analysis`, `commentary` and `final` in harmony format.

    <|channel|>analysis<|message|>Count them.<|end|>
    <|start|>assistant<|channel|>final<|message|>Three.<|return|>      (without the line break)

Rules: the harmony response format of gpt-oss, and SGLang's `harmony_parser.py` for what it leaves
open (text between messages, a message without its end, an unknown channel).
"""

import regex

from mlkt.reply.reply import Reply

OPENERS = ("<|start|>", "<|channel|>", "<|message|>")
_TOKEN = regex.compile(r"<\|(?P<name>start|channel|message|constrain|end|return|call)\|>")
_CHANNEL = regex.compile(r"<\|channel\|>\s*(?P<name>\p{L}+)")
_RECIPIENT = regex.compile(r"\bto=(?!user|assistant)")


class HarmonySplitter:
    """Takes pieces of a reply and returns what they decide; `finish` returns the rest.

    `analysis` is reasoning; `final`, `commentary` and text outside messages are answer; a message
    to a tool stays in the answer with its markers; a turn of another role is not part of the reply.
    """

    def __init__(self) -> None:
        self._buffer = ""
        self._header: list[str] | None = None
        self._into = "answer"  # answer, reasoning, tool or other
        self._final = False

    def feed(self, text: str) -> Reply:
        """Return what `text` decides."""
        self._buffer += text
        at = 0
        answer: list[str] = []
        reasoning: list[str] = []
        while found := _TOKEN.search(self._buffer, at, partial=not self._final):
            self._text(self._buffer[at : found.start()], answer, reasoning)
            at = found.start()
            if found.partial:
                break
            at = found.end()
            self._token(found["name"], found.group(), answer)
        else:
            self._text(self._buffer[at:], answer, reasoning)
            at = len(self._buffer)
        self._buffer = self._buffer[at:]
        return Reply("".join(answer), "".join(reasoning))

    def finish(self) -> Reply:
        """Return what was held back; nothing may be fed after it."""
        self._final = True
        reply = self.feed("")
        unfinished = self._header is not None and self._into != "tool"
        return Reply(reply.answer, reply.reasoning, self._into == "reasoning" or unfinished)

    def _text(self, text: str, answer: list[str], reasoning: list[str]) -> None:
        if self._header is not None:
            self._header.append(text)
        elif self._into == "reasoning":
            reasoning.append(text)
        elif self._into != "other":
            answer.append(text)

    def _token(self, name: str, mark: str, answer: list[str]) -> None:
        if name in {"start", "channel", "constrain"}:
            if self._header is None or name == "start":  # a new message may interrupt a header
                self._header = []
            self._header.append(mark)
            return
        if name == "message":
            header = "".join(self._header or [])
            self._header = None
            self._into = _destination(header)
            if self._into == "tool":
                answer.append(header + mark)
            return
        if self._into == "tool" and self._header is None:
            answer.append(mark)
        self._into, self._header = "answer", None


def _destination(header: str) -> str:
    role = regex.match(r"<\|start\|>\s*(\w+)", header)
    if role and role[1] in {"user", "system", "developer"}:
        return "other"
    if _RECIPIENT.search(header):
        return "tool"
    channel = _CHANNEL.search(header)
    return "reasoning" if channel and channel["name"].casefold() == "analysis" else "answer"
