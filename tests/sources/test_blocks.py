import pytest

from mlkt.sources.blocks import Block, read_blocks
from mlkt.sources.document import Markup

H, P, L, M = "heading", "prose", "line", "mark"

Rows = list[tuple[str, list[tuple[str, str]]]]

MARKDOWN: Rows = [
    ("# ಮೈಸೂರು", [(H, "ಮೈಸೂರು")]),
    ("###### ಆರು ##", [(H, "ಆರು")]),
    ("#ಹ್ಯಾಶ್‌ಟ್ಯಾಗ್", [(P, "#ಹ್ಯಾಶ್‌ಟ್ಯಾಗ್")]),
    ("####### ಏಳು", [(P, "####### ಏಳು")]),
    ("#", [(M, "")]),
    ("## ##", [(M, "")]),
    ("# ಸಿ#", [(H, "ಸಿ#")]),
    ("## ೧. C# ಭಾಷೆ", [(H, "೧. C# ಭಾಷೆ")]),
    ("इतिहास\n======\nपाठ।", [(H, "इतिहास"), (P, "पाठ।")]),
    ("भूगोल\n---\n\nपाठ।", [(H, "भूगोल"), (P, "पाठ।")]),
    ("एक\nदो\n===", [(P, "एक\nदो"), (M, "===")]),
    ("ಒಂದು ಸಾಲು\nಎರಡನೆಯ ಸಾಲು.\n\nಬೇರೆ.", [(P, "ಒಂದು ಸಾಲು\nಎರಡನೆಯ ಸಾಲು."), (P, "ಬೇರೆ.")]),
    ("ಒಂದು ಸಾಲು  \nಎರಡನೆಯ ಸಾಲು.", [(P, "ಒಂದು ಸಾಲು"), (P, "ಎರಡನೆಯ ಸಾಲು.")]),
    ("ಒಂದು\\\nಎರಡು", [(P, "ಒಂದು\\"), (P, "ಎರಡು")]),
    ("- ಅರಮನೆ\n* ಕೋಟೆ\n+ ಕೆರೆ\n• ಗುಡಿ", [(P, "ಅರಮನೆ"), (P, "ಕೋಟೆ"), (P, "ಕೆರೆ"), (P, "ಗುಡಿ")]),
    ("1. moja\n2) mbili\n೩. ಮೂರು\n٤. أربعة", [(P, "moja"), (P, "mbili"), (P, "ಮೂರು"), (P, "أربعة")]),
    ("- ಉದ್ದ\n  ಸಾಲು\n  - ಒಳಗೆ", [(P, "ಉದ್ದ\n  ಸಾಲು"), (P, "ಒಳಗೆ")]),
    ("The year\n1947. It rained.", [(P, "The year\n1947. It rained.")]),
    ("The list:\n1. one", [(P, "The list:"), (P, "one")]),
    ("ಪಟ್ಟಿ:\n೧. ಒಂದು", [(P, "ಪಟ್ಟಿ:"), (P, "ಒಂದು")]),
    ("ಸಾಲು\n15. ಸಾಲು", [(P, "ಸಾಲು\n15. ಸಾಲು")]),
    ("1.5 ಕೋಟಿ", [(P, "1.5 ಕೋಟಿ")]),
    ("*ಓರೆ* ಅಕ್ಷರ", [(P, "*ಓರೆ* ಅಕ್ಷರ")]),
    ("- [ ] ಕೆಲಸ", [(P, "[ ] ಕೆಲಸ")]),
    ("> ಒಂದು\n> ಎರಡು\n> - ಮೂರು", [(P, "ಒಂದು"), (P, "ಎರಡು"), (P, "ಮೂರು")]),
    (">> ಆಳ", [(P, "ಆಳ")]),
    ("- ", [(M, "")]),
    ("***", [(M, "***")]),
    ("पाठ\n\n---\n\nपाठ", [(P, "पाठ"), (M, "---"), (P, "पाठ")]),
    ("```sh\nx = 1\n\n# y\n```\nab", [(L, "sh"), (L, "x = 1"), (L, "# y"), (M, "```"), (P, "ab")]),
    ("~~~\n```\nab\n~~~~", [(M, ""), (M, "```"), (L, "ab"), (M, "~~~~")]),
    ("```\nab", [(M, ""), (L, "ab")]),
    ("पाठ\n```\nab\n```", [(P, "पाठ"), (M, ""), (L, "ab"), (M, "```")]),
    ("| ವರ್ಷ | ಜನ |\n|---|:-:|\n| ೧೯೦೧ | ೭೦ |", [(L, "ವರ್ಷ | ಜನ"), (M, "---|:-:"), (L, "೧೯೦೧ | ೭೦")]),
    ("ವರ್ಷ | ಜನ\n-|-\n೧ | ೭೦\n\nಪಠ್ಯ", [(L, "ವರ್ಷ | ಜನ"), (M, "-|-"), (L, "೧ | ೭೦"), (P, "ಪಠ್ಯ")]),
    ("a | b", [(P, "a | b")]),
    ("---\na: ಮೈ\nb:\n  - c\n---\n# ಮೈಸೂರು", [("meta", "---\na: ಮೈ\nb:\n  - c\n---"), (H, "ಮೈಸೂರು")]),
    ("---\nನಗರ ದೊಡ್ಡದು.\n---", [(M, "---"), (H, "ನಗರ ದೊಡ್ಡದು.")]),
    ("  \n\n  ಪಠ್ಯ \n", [(P, "ಪಠ್ಯ")]),
    ("", []),
]  # fmt: skip

PLAIN: Rows = [
    ("ಹೆಸರಿನ ಉಗಮ\nಭಾರತ ಎಂಬ ಹೆಸರು ಬಂದದ್ದು.", [(H, "ಹೆಸರಿನ ಉಗಮ"), (P, "ಭಾರತ ಎಂಬ ಹೆಸರು ಬಂದದ್ದು.")]),
    ("ಚರಿತ್ರೆ\n\nಮೊದಲ ಕುರುಹು", [(H, "ಚರಿತ್ರೆ"), (P, "ಮೊದಲ ಕುರುಹು")]),
    ("ಭಾಗಗಳು ಹೀಗಿವೆ:\n\nಹಿಮಾಲಯ\nಥಾರ್", [(P, "ಭಾಗಗಳು ಹೀಗಿವೆ:"), (P, "ಹಿಮಾಲಯ"), (P, "ಥಾರ್")]),
    ("ಒಂದೇ ಸಾಲು", [(P, "ಒಂದೇ ಸಾಲು")]),
    ("अल्पाइन – (ETh);\n\nशुष्क।", [(P, "अल्पाइन – (ETh);"), (P, "शुष्क।")]),
    ("Sifa\n- kubwa\n- ndogo", [(H, "Sifa"), (P, "kubwa"), (P, "ndogo")]),
    ("and so on\n\nText.", [(P, "and so on"), (P, "Text.")]),
    ("1947\n\nText.", [(P, "1947"), (P, "Text.")]),
    ("× × ×\n\nText.", [(M, "× × ×"), (P, "Text.")]),
    ("== इतिहास ==\nपाठ।", [(H, "इतिहास"), (P, "पाठ।")]),
    ("===a=b=== \nपाठ।", [(H, "a=b"), (P, "पाठ।")]),
    ("=== a ==\nपाठ।", [(H, "=== a =="), (P, "पाठ।")]),
    ("== a == b.", [(P, "== a == b.")]),
    ("# ಮೈಸೂರು\nಪಠ್ಯ.", [(H, "ಮೈಸೂರು"), (P, "ಪಠ್ಯ.")]),
    ("Kurze Zeile.\nNoch eine.", [(P, "Kurze Zeile."), (P, "Noch eine.")]),
    ("- a\n- b", [(P, "a"), (P, "b")]),
    ("References\nBook one", [(H, "References"), (P, "Book one")]),
]

WRAPPED = """\
The tank was built in 1684 by the people of the village after three years of
drought. Its dam is made of earth and stone and was mended in 1999, when the
rain of the year before had broken it in two places that can still be seen.

Birds
Some 2,400 birds come in winter. Most of them are painted storks, which build
their nests in the trees on the islands.

The water runs through two sluices to the fields of twelve villages, as it has
done for more than three hundred years.
"""


def shown(text: str, markup: Markup) -> list[tuple[str, str]]:
    known = frozenset({"references"})
    return [(block.kind, text[slice(*block.inner)]) for block in read_blocks(text, markup, known)]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN, ids=[row[0] for row in MARKDOWN])
def test_markdown_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text, "markdown") == expected


@pytest.mark.parametrize(("text", "expected"), PLAIN, ids=[row[0] for row in PLAIN])
def test_plain_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text, "plain") == expected


def test_wrapped_plain_text_is_joined_to_paragraphs() -> None:
    blocks = shown(WRAPPED, "plain")
    assert [kind for kind, _ in blocks] == [P, H, P, P]
    assert [text.count("\n") for _, text in blocks] == [2, 0, 1, 1]


def test_heading_levels() -> None:
    text = "# ಒಂದು\n\nಎರಡು\n---\n\n### ಮೂರು"
    assert [block.level for block in read_blocks(text, "markdown")] == [1, 2, 3]


def test_first_bare_heading_of_a_plain_text_is_its_title() -> None:
    levels = [b.level for b in read_blocks("\nಭಾರತ\n\nಚರಿತ್ರೆ\n\nಪಠ್ಯ.\n\nಭೂಗೋಳ\n\nಪಠ್ಯ.", "plain")]
    assert levels == [1, 2, 0, 2, 0]


def test_rows_items_and_bare_lines_stay_close_to_the_line_before() -> None:
    text = "ಮಾತು.\nಮಾತು.\nಪಟ್ಟಿ\nಒಂದು\n\n- a\n- b\n\n> c"
    blocks = read_blocks(text, "plain")
    assert [block.close for block in blocks] == [False, False, False, True, False, True, False]


def test_blocks_cover_everything_but_white_space() -> None:
    text = "  # a\n\n\tb  \n> c\n| d |\n"
    blocks = read_blocks(text, "markdown")
    assert blocks == sorted(blocks, key=lambda block: block.start)
    covered = {i for block in blocks for i in range(block.start, block.end)}
    assert not "".join(c for i, c in enumerate(text) if i not in covered).strip()
    assert all(isinstance(block, Block) for block in blocks)
