from pathlib import Path

import pytest

from mlkt.journal import Journal
from mlkt.steps import step
from mlkt.translate import Engine, Paragraph
from mlkt.translate.around.cached import cached
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import fill
from tests.translate.segments import SOURCE, pending, segment
from tests.translate.test_ladder import BAD, GOOD, both


def counted(target: str, asked: list[str]) -> Engine:
    def translate(paragraph: Paragraph) -> Paragraph:
        asked.extend(s["source"] for s in paragraph.pending)
        return fill(paragraph, {s["id"]: target for s in paragraph.pending}, "nmt")

    return ladder(step(translate))


async def test_a_good_translation_is_made_once(tmp_path: Path) -> None:
    asked: list[str] = []
    journal = Journal(tmp_path / "journal.sqlite")
    engine = cached(counted(GOOD, asked), journal, identity={"engine": "nmt"})
    out = await both(engine, Paragraph([segment("s1"), segment("s9", f" {SOURCE}\n")]))
    assert [s["target"] for s in out.segments] == [GOOD, GOOD]
    assert len(asked) == 2  # both of one paragraph, and nothing the second time
    journal.close()
    again = Journal(tmp_path / "journal.sqlite")
    cached(counted(GOOD, asked), again, identity={"engine": "nmt"}).invoke(Paragraph([segment()]))
    assert len(asked) == 2
    again.close()


async def test_what_the_gate_has_blocked_is_made_again() -> None:
    asked: list[str] = []
    journal = Journal()
    engine = cached(counted(BAD, asked), journal, identity={"engine": "nmt"})
    out = await both(engine, Paragraph([segment()]))
    assert out.segments[0]["target"] is None and len(asked) == 2
    journal.close()


async def test_another_engine_language_or_term_is_another_translation() -> None:
    asked: list[str] = []
    journal = Journal()
    given = Paragraph([segment()])
    cached(counted(GOOD, asked), journal, identity={"engine": "nmt", "beam": 2}).invoke(given)
    cached(counted(GOOD, asked), journal, identity={"engine": "nmt", "beam": 4}).invoke(given)
    engine = cached(counted(GOOD, asked), journal, identity={"engine": "nmt", "beam": 4})
    engine.invoke(Paragraph([{**segment(), "target_lang": "en-GB"}]))
    engine.invoke(Paragraph([segment()], terms=[("ವಾರ್ಡ್", "ward")]))
    engine.invoke(Paragraph([segment()], terms=[("ಬೇರೆ", "other")]))  # stands in no segment
    assert len(asked) == 4
    journal.close()


@pytest.mark.parametrize(
    ("lang", "source", "term", "other"),
    [
        ("kn", "ಅವರು ಮೈಸೂರಿನಲ್ಲಿ ಇದ್ದಾರೆ.", "ಮೈಸೂರು", "ನದಿ"),
        ("hi", "नगरों में भीड़ है।", "नगर", "नदी"),
        ("ar", "وصل إلى المدينة أمس.", "مدينة", "نهر"),
        ("zh", "他住在北京市。", "北京", "上海"),
        ("th", "เขาอยู่ในกรุงเทพ", "กรุงเทพ", "แม่น้ำ"),
        ("vi", "Anh ở hà nội.", "Hà Nội", "sông"),
        ("en", "The revenue Departments met.", "Department", "river"),
    ],
)
def test_a_term_in_any_form_is_another_translation(
    lang: str, source: str, term: str, other: str
) -> None:
    asked: list[str] = []
    journal = Journal()
    to = "en" if lang != "en" else "hi"
    given = pending(source, lang=lang, to=to)

    def keep(paragraph: Paragraph) -> Paragraph:
        asked.extend(s["source"] for s in paragraph.pending)
        return fill(paragraph, {s["id"]: "x" for s in paragraph.pending}, "nmt")

    engine = cached(step(keep), journal, identity={"engine": "nmt"})
    for terms in ([], [(other, "y")], [(term, "y")], [(term, "z")], [(term, "y"), (other, "y")]):
        engine.invoke(Paragraph(given, terms=terms))
    assert len(asked) == 3
    journal.close()
