"""Documents in, cut into passages.

document = read_source("wikipedia:kn:ಮೈಸೂರು")      # or a file: read_source("mysuru.md", "kn")
check_language(document)
cut = passages(document)
cut.rows        # one row a passage
cut.left_out    # what stands in none of them, and why
"""

from mlkt.sources.cut import Cut, passages
from mlkt.sources.document import Document
from mlkt.sources.language import check_language
from mlkt.sources.read import read_passages, read_source
from mlkt.sources.sections import LeftOut

__all__ = [
    "Cut",
    "Document",
    "LeftOut",
    "check_language",
    "passages",
    "read_passages",
    "read_source",
]
