from mlkt.steps import step
from mlkt.translate import Engine, Paragraph
from mlkt.translate.around.smaller import smaller
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import fill
from tests.translate.segments import segment
from tests.translate.test_ladder import both

LONG = "ಮೈಸೂರು ಒಂದು ದೊಡ್ಡ ನಗರ, ಅಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ; ನಗರದ ಸುತ್ತ ಅನೇಕ ಕೆರೆಗಳಿವೆ, ಮತ್ತು ಬೆಟ್ಟವೂ ಇದೆ."
CITY = "Mysuru is a big city, and it has 65 wards;"
LAKES = "there are many lakes around the city, and a hill as well."


def counting(asked: list[str], missing: str = "") -> Engine:
    """An engine that says which part it got, and cannot do one that holds `missing`."""

    def translate(paragraph: Paragraph) -> Paragraph:
        asked.extend(each["source"] for each in paragraph.pending)
        known = [each for each in paragraph.pending if not missing or missing not in each["source"]]
        return fill(paragraph, {s["id"]: f"part {s['id']}" for s in known}, "nmt")

    return step(translate)


async def test_a_long_segment_goes_in_parts_and_comes_back_whole() -> None:
    asked: list[str] = []
    given = Paragraph([segment("s1", "ನಗರ."), segment("s2", LONG)])
    out = await both(smaller(counting(asked), max_chars=40), given)
    short, long = out.segments
    assert short["target"] == "part s1" and short["problems"] == []
    count = (len(asked) - 2) // 2  # both ways, less the short one each time
    assert count > 1 and " ".join(asked[1 : count + 1]) == LONG
    assert long["target"] == " ".join(f"part s2.{n}" for n in range(1, count + 1))
    assert [problem["kind"] for problem in long["problems"]] == ["forced_split"]
    assert (long["id"], long["source"]) == ("s2", LONG)


async def test_languages_without_spaces_are_joined_without() -> None:
    given = Paragraph([{**segment("s1", LONG), "target_lang": "zh"}])
    out = await both(smaller(counting([]), max_chars=60), given)
    assert "part s1.1part s1.2" in (out.segments[0]["target"] or "")


async def test_a_part_that_is_missing_leaves_the_whole_without_target() -> None:
    given = Paragraph([segment("s1", LONG)])
    out = await both(smaller(counting([], missing="ಬೆಟ್ಟ"), max_chars=40), given)
    assert out.segments[0]["target"] is None and out.segments[0]["source"] == LONG


async def test_it_is_a_rung_of_the_ladder() -> None:
    def only_short(paragraph: Paragraph) -> Paragraph:
        short = [each for each in paragraph.pending if len(each["source"]) < 60]
        said = {each["id"]: CITY if "೬೫" in each["source"] else LAKES for each in short}
        return fill(paragraph, said, "nmt")

    engine = step(only_short)
    rungs = ladder(engine, smaller(engine, max_chars=55))
    out = await both(rungs, Paragraph([segment("s1", LONG)]))
    assert out.segments[0]["target"] == f"{CITY} {LAKES}"


async def test_what_is_done_is_not_cut() -> None:
    done = {**segment("s1", LONG), "target": "Done.", "engine": "memory"}
    out = await both(smaller(counting([]), max_chars=40), Paragraph([done]))  # type: ignore[list-item]
    assert out.segments == [done]
