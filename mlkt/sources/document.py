r"""The document: one text in one language, and where it comes from.

    Document("# ಮೈಸೂರು\n\nಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ.", "kn", title="ಮೈಸೂರು", path="mysuru.md")

`mlkt.sources.read_source` makes one from a file or an article of Wikipedia; a loader of your own
makes one by the constructor, and everything after it works alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mlkt.rows import content_id, nfc

Markup = Literal["markdown", "plain"]


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be cut into passages; it is brought to NFC with LF line ends, `id` follows.

    `markup` says how blocks are told apart: by CommonMark's signs, or in plain text by blank lines
    and short bare lines. Fields about the origin are empty where nothing is known.
    """

    text: str
    lang: str  # BCP 47
    title: str = ""
    markup: Markup = "markdown"
    path: str = ""  # as the user gave it, never absolute
    url: str = ""
    revision: str = ""
    licence: str = ""  # SPDX
    titles: Mapping[str, str] = field(default_factory=dict[str, str])  # by edition of Wikipedia
    id: str = field(init=False)  # content_id of lang and text

    def __post_init__(self) -> None:
        """Normalise the text and derive the id."""
        object.__setattr__(self, "text", nfc(self.text))
        object.__setattr__(self, "title", nfc(self.title))
        object.__setattr__(self, "id", content_id(self.lang, self.text))
