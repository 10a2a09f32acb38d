"""A labelled piece of a reply: the common coin of all readers.

Question 2: Where?   ->   Field(kind="question", text="Where?", number="2", start=0)
"""

from typing import NamedTuple

_MAX_FIELDS = 20_000
_MIN_CHARS = 16  # of a question or an answer with its label, on average


class Field(NamedTuple):
    """One value of a reply, as the model wrote it, white space around it stripped.

    `number` stands in the label (`Question 2:`), `item` before it (`2. Question:`), both as text
    with ASCII digits. Fields of one `group` (an object, a row) belong together in any order.
    `closed`: its end is marked, so that it cannot be cut off; `broken`: the reply ends inside it.
    `apart`: an empty line stands before.
    """

    kind: str
    text: str
    start: int = 0
    number: str = ""
    item: str = ""
    group: int = -1
    closed: bool = False
    apart: bool = False
    broken: bool = False


def too_dense(count: int, chars: int) -> bool:
    """Return whether `count` fields in `chars` characters are an attack and not a reply."""
    return count > _MAX_FIELDS and chars < count * _MIN_CHARS
