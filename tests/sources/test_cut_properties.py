"""What holds for every cut of every document, over Markdown made at random in many scripts."""

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from mlkt.rows import content_id
from mlkt.sources import Cut, Document, passages
from mlkt.sources.document import Markup

SENTENCES = st.sampled_from([
    "ನಗರವು ೧೩೯೯ರಲ್ಲಿ ಸ್ಥಾಪನೆಯಾಯಿತು.", "ಜನಸಂಖ್ಯೆ 9.2 ಲಕ್ಷ!", "नगर बहुत पुराना है।",
    "यह 1399 में बना?", "Mji ulianzishwa mwaka 1399.", "Dr. Kimani anaishi hapa.",
    "城市建于1399年。", "이 도시는 오래되었다.", "המקום ישן.", "المدينة قديمة؟", "เมืองนี้เก่าแก่มาก",
    "Город основан в 1399 г.", "ከተማው አሮጌ ነው።", "நகரம் பழமையானது.", "ქალაქი ძველია.",
    "a\u200db\u200cc", "3.14", "x",
])  # fmt: skip
TITLES = st.sampled_from(
    ["ಇತಿಹಾಸ", "भूगोल", "Watu", "References", "ಉಲ್ಲೇಖಗಳು", "**历史**", "2019", "!"]
)


@st.composite
def headings(draw: st.DrawFn) -> str:
    title = draw(TITLES)
    if draw(st.booleans()):
        return f"{title}\n{draw(st.sampled_from(['===', '---']))}"
    return f"{'#' * draw(st.integers(1, 6))} {title}{draw(st.sampled_from(['', ' ##', '  ']))}"


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    space = draw(st.sampled_from([" ", "\n", "  \n"]))
    return space.join(draw(st.lists(SENTENCES, min_size=1, max_size=4)))


@st.composite
def lists(draw: st.DrawFn) -> str:
    mark = draw(st.sampled_from(["-", "*", "1.", "೧.", ">", "  -", "> -"]))
    items = draw(st.lists(SENTENCES, min_size=1, max_size=3))
    return draw(st.sampled_from(["\n", "\n\n"])).join(f"{mark} {item}" for item in items)


@st.composite
def tables(draw: st.DrawFn) -> str:
    cells = draw(st.lists(SENTENCES, min_size=2, max_size=4))
    rows = [f"| {cell} | 1 |" for cell in cells]
    return "\n".join([rows[0], "|---|---|", *rows[1:]])


@st.composite
def code(draw: st.DrawFn) -> str:
    opening, closing = (
        draw(st.sampled_from(["```", "~~~python"])),
        draw(st.sampled_from(["```", ""])),
    )
    lines = draw(st.lists(SENTENCES | TITLES.map("# {}".format), max_size=3))
    return "\n".join([opening, *lines, closing])


RULES = st.sampled_from(["---", "***", "|", "…", "- ", "\u00a0", "```"])
BLOCKS = st.one_of(headings(), paragraphs(), lists(), tables(), code(), RULES)


@st.composite
def documents(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["\n", "\n\n", "\n \n\n"])).join(
        draw(st.lists(BLOCKS, max_size=12))
    )


NOISE = st.text(st.sampled_from("ab ಕ೧1.।?!#=*->|`~_\\\n\t\u00a0\u200d()"), max_size=60)
MARKUPS: st.SearchStrategy[Markup] = st.sampled_from(["markdown", "plain"])


def assert_whole(document: Document, cut: Cut) -> None:
    """Assert what holds for every cut of every document."""
    spans = [(row["origin"]["start"], row["origin"]["end"]) for row in cut.rows]
    apart = [(part.start, part.end) for part in cut.left_out]
    assert spans == sorted(spans)
    assert apart == sorted(apart)
    at = 0
    for start, end in sorted(spans + apart):
        assert not document.text[at:start].strip()
        assert at <= start < end
        at = end
    assert not document.text[at:].strip()
    ids = [sentence["id"] for row in cut.rows for sentence in row["sentences"]]
    assert ids == [f"s{number}" for number in range(1, len(ids) + 1)]
    assert len({row["id"] for row in cut.rows}) == len(cut.rows)
    for row in cut.rows:
        text, start = row["text"], row["origin"]["start"]
        assert text == document.text[start : row["origin"]["end"]] == text.strip()
        assert row["id"] == content_id(document.id, str(start), text)
        assert (row["document_id"], row["lang"]) == (document.id, document.lang)
        within = 0
        for sentence in row["sentences"]:
            piece = text[sentence["start"] : sentence["end"]]
            assert not regex.search(r"\p{L}", text[within : sentence["start"]])
            assert sentence["start"] >= within
            assert piece == piece.strip()
            assert regex.search(r"[\p{L}\p{N}]", piece)
            within = sentence["end"]
        assert not regex.search(r"\p{L}", text[within:])
        last = row["sentences"][-1]["start"]
        lead = text[text.rfind("\n", 0, last) + 1 : last]
        assert document.markup == "plain" or not regex.fullmatch(r" {0,3}#{1,6}[ \t]+", lead)


def spoken(cut: Cut) -> list[tuple[int, int]]:
    """Return the sentences' places in the document."""
    return [
        (row["origin"]["start"] + sentence["start"], row["origin"]["start"] + sentence["end"])
        for row in cut.rows
        for sentence in row["sentences"]
    ]


def places(cut: Cut) -> list[tuple[int, int]]:
    return [(row["origin"]["start"], row["origin"]["end"]) for row in cut.rows]


@settings(max_examples=120, deadline=None)
@given(documents() | NOISE, MARKUPS, st.sampled_from(["kn", "en"]), st.integers(1, 300))
def test_cut_keeps_every_letter_once(text: str, markup: Markup, lang: str, max_chars: int) -> None:
    document = Document(text, lang, markup=markup)
    cut = passages(document, max_chars=max_chars)
    assert_whole(document, cut)
    assert cut == passages(document, max_chars=max_chars)


@settings(max_examples=120, deadline=None)
@given(documents() | NOISE, MARKUPS, st.integers(1, 300))
def test_limit_breaks_no_sentence(text: str, markup: Markup, max_chars: int) -> None:
    document = Document(text, "kn", markup=markup)
    cut, whole = passages(document, max_chars=max_chars), passages(document, max_chars=10**6)
    assert spoken(cut) == spoken(whole)
    assert cut.left_out == whole.left_out


@settings(max_examples=120, deadline=None)
@given(documents() | NOISE, MARKUPS, st.integers(1, 300))
def test_longer_than_the_limit_is_only_what_cannot_be_cut(
    text: str, markup: Markup, max_chars: int
) -> None:
    document = Document(text, "kn", markup=markup)
    smallest = places(passages(document, max_chars=1))
    for start, end in places(passages(document, max_chars=max_chars)):
        assert end - start <= max_chars or (start, end) in smallest
