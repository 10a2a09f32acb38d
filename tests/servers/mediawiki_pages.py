"""The pages of the tests' wiki, written for it.

The text is what MediaWiki's TextExtracts gives with `explaintext=1&exsectionformat=wiki`: headings
between equals signs, two empty lines before each, an empty section of references kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """A page; `redirects` are titles that lead to it, `langlinks` its titles in other languages."""

    lang: str
    title: str
    pageid: int
    revision: int
    text: str
    langlinks: Mapping[str, str] = field(default_factory=dict[str, str])
    redirects: tuple[str, ...] = ()


KANNADA = Page(
    lang="kn",
    title="ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ",
    pageid=4711,
    revision=1300123,
    langlinks={"en": "Niraganahalli Lake", "hi": "नीरगानहल्ली झील"},
    redirects=("ನೀರಗಾನಹಳ್ಳಿ", "ನೀರಗಾನ ಕೆರೆ"),
    text="""\
ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆಯು ತುಮಕೂರು ಜಿಲ್ಲೆಯ ಒಂದು ಹಳೆಯ ಕೆರೆ. ಇದನ್ನು ೧೬೮೪ರಲ್ಲಿ ಊರಿನ ಜನರೇ ಕಟ್ಟಿದರು. \
ಇಂದು ಕೆರೆಯ ನೀರು 12 ಹಳ್ಳಿಗಳ ಹೊಲಗಳಿಗೆ ಹರಿಯುತ್ತದೆ.


== ಇತಿಹಾಸ ==
ಬರಗಾಲದ ಮೂರು ವರ್ಷಗಳ ನಂತರ ಕೆರೆಯನ್ನು ಕಟ್ಟಲು ಜನ ತೀರ್ಮಾನಿಸಿದರು. ಏರಿಯ ಕೆಲಸ ಹನ್ನೊಂದು ತಿಂಗಳು ನಡೆಯಿತು.


=== ದುರಸ್ತಿ ===
1998ರ ಮಳೆಯಲ್ಲಿ ಏರಿಯ ಒಂದು ಭಾಗ ಒಡೆಯಿತು. ಮುಂದಿನ ವರ್ಷ ಅದನ್ನು ಕಲ್ಲಿನಿಂದ ಮತ್ತೆ ಕಟ್ಟಲಾಯಿತು.


== ಹಕ್ಕಿಗಳು ==
ಚಳಿಗಾಲದಲ್ಲಿ ಇಲ್ಲಿಗೆ ಸುಮಾರು 2,400 ಹಕ್ಕಿಗಳು ಬರುತ್ತವೆ. ಅವುಗಳಲ್ಲಿ ಬಣ್ಣದ ಕೊಕ್ಕರೆ ಹೆಚ್ಚು ಕಾಣಿಸುತ್ತದೆ.


== ಉಲ್ಲೇಖಗಳು ==


== ಹೊರಗಿನ ಕೊಂಡಿಗಳು ==
ಕೆರೆಯ ನಕ್ಷೆ""",
)

ENGLISH = Page(
    lang="en",
    title="Niraganahalli Lake",
    pageid=815,
    revision=998877,
    langlinks={"kn": "ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ"},
    text="""\
Niraganahalli Lake is an old reservoir in Tumakuru district. The villagers built it in 1684.


== Birds ==
About 2,400 birds come here in winter.


== References ==""",
)

PAGES = (KANNADA, ENGLISH)
