"""Masks: what an engine sees, what comes back, and what happens when signs are lost."""

from collections.abc import Callable
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mlkt.errors import ConfigError, EngineError
from mlkt.rows import Attempt, Segment
from mlkt.steps import step
from mlkt.translate.around.protect import Style, protected
from mlkt.translate.engines.chat import chat_engine
from mlkt.translate.ladder import ladder
from mlkt.translate.paragraph import Engine, Paragraph, fill, give_up
from tests.scripted import Scripted
from tests.translate.around.test_spans import KEEP, TEXTS

Write = Callable[[str], str]


def segment(source: str, id: str = "s1", lang: str = "kn", to: str = "en") -> Segment:
    return {
        "id": id,
        "sentence_ids": [id],
        "source": source,
        "source_lang": lang,
        "target_lang": to,
        "target": None,
        "engine": "",
        "problems": [],
    }


def writes(write: Write, seen: list[str] | None = None) -> Engine:
    """Return an engine that makes each target from its source."""

    def translate(paragraph: Paragraph) -> Paragraph:
        if seen is not None:
            seen.extend(one["source"] for one in paragraph.pending)
        return fill(
            paragraph, {one["id"]: write(one["source"]) for one in paragraph.pending}, "nmt"
        )

    return step(translate, name="nmt")


def translated(source: str, write: Write, **options: Any) -> Segment:
    (out,) = protected(writes(write), **options).invoke(Paragraph([segment(source)])).segments
    return out


def same(text: str) -> str:
    return text


SOURCE = "ನೋಡಿ: https://a.org/b ಮತ್ತು <b>ಮೈಸೂರು</b> $x$."


@pytest.mark.parametrize(
    ("style", "source", "masked"),
    [
        ("ascii", SOURCE, "ನೋಡಿ: <ID1> ಮತ್ತು <ID2>ಮೈಸೂರು<ID3> <ID4>."),
        ("xml", SOURCE, "ನೋಡಿ: <x1/> ಮತ್ತು <x2/>ಮೈಸೂರು<x3/> <x4/>."),
        ("xml", "वह {name} है।[१]", "वह <x1/> है।"),
        ("xml", "他在`x`。[1] [2]", "他在<x1/>。"),
        ("xml", "ಅದು [1] ನಗರ [2].", "ಅದು <x1/> ನಗರ."),
        ("xml", "ಅದು ನಗರ.[1].", "ಅದು ನಗರ.<x1/>."),
        ("ascii", "ID3 ಮತ್ತು %s", "ID3 ಮತ್ತು <ID4>"),
        ("xml", "ಅದು <x1/> ಮತ್ತು x 7", "ಅದು <x8/> ಮತ್ತು x 7"),
        ("ascii", "ಒಂದು ನಗರ.", "ಒಂದು ನಗರ."),
        ("xml", "Googleನಲ್ಲಿ", "<x1/>ನಲ್ಲಿ"),
    ],
)
def test_what_the_engine_sees(style: Style, source: str, masked: str) -> None:
    seen: list[str] = []
    engine = protected(writes(same, seen), style=style, keep=KEEP)
    out = engine.invoke(Paragraph([segment(source)]))
    assert seen == [masked]
    assert out.segments[0]["source"] == out.segments[0]["target"] == source


@pytest.mark.parametrize(
    ("source", "target", "restored"),
    [
        # moved, spaced out, lower case, full width, other digits, other letters, no brackets
        (SOURCE, "<ID4> <ID2>Mysuru<ID3>: <ID1>", "$x$ <b>Mysuru</b>: https://a.org/b"),
        (SOURCE, "< ID1 >, < ID 2 > Mysuru < ID3 > < ID4 >", "https://a.org/b, <b>Mysuru</b> $x$"),
        (SOURCE, "<id1>, <Id2>Mysuru<iD3> <id 4>", "https://a.org/b, <b>Mysuru</b> $x$"),
        (SOURCE, "＜ＩＤ１＞、＜ｉｄ２＞マイソール＜ＩＤ３＞＜ＩＤ４＞", "https://a.org/b、<b>マイソール</b>$x$"),
        (SOURCE, "<ID೧> <आईडी २> Mysuru <آیڈی٣> <ID４>", "https://a.org/b <b>Mysuru</b> $x$"),
        (SOURCE, "ID1, ID 2 Mysuru id3 ID4", "https://a.org/b, <b>Mysuru</b> $x$"),
        (SOURCE, "<x1/> <x2></x2>Mysuru</x3> &lt;x4/&gt;", "https://a.org/b <b>Mysuru</b> $x$"),
        # run into words
        (SOURCE, "See<ID1>and<ID2>Mysuru<ID3><ID4>", "See https://a.org/b and<b>Mysuru</b>$x$"),
        ("ನೋಡಿ www.a.org", "查看<ID1>网站", "查看www.a.org 网站"),
        ("a@b.co www.a.org ನೋಡಿ", "<ID2><ID1>See", "www.a.org a@b.co See"),
        ("ನೋಡಿ Google", "<ID1>でsee<ID1", None),
        # citations keep their place at the end
        ("ಅದು ನಗರ.[1]", "It is a city.", "It is a city.[1]"),
        ("ಅದು ನಗರ [1][2].", "It is a “city.”", "It is a “city [1][2].”"),
        ("ಅದು ನಗರ [1].", "यह नगर है।", "यह नगर है [1]।"),
        ("ಅದು ನಗರ[1]।", "这是城市。", "这是城市[1]。"),
        ("ಅದು ನಗರ [1].", "เป็นเมือง", "เป็นเมือง [1]"),
        ("مدينة.<ref>أ</ref>", "Ìlú ni. ", "Ìlú ni.<ref>أ</ref>"),
    ],
)  # fmt: skip
def test_spans_come_back_in_their_places(source: str, target: str, restored: str | None) -> None:
    out = translated(source, lambda _: target, keep=KEEP)
    assert out["target"] == restored
    assert out["source"] == source and bool(out["problems"]) == (restored is None)


@pytest.mark.parametrize(
    ("target", "evidence"),
    [
        ("See <ID2>Mysuru<ID3> <ID4>", "lost: https://a.org/b"),
        ("<ID1> <ID1> <ID2>Mysuru<ID3> <ID4>", "doubled: https://a.org/b"),
        ("<ID1> <ID1> <ID2>Mysuru <ID4>", "lost: </b>, doubled: https://a.org/b"),
        ("<ID1> <ID2>Mysuru<ID3> <ID4> <ID5>", "invented: <ID5>"),
        ("<ID1> <ID3>Mysuru<ID2> <ID4>", "behind its end: <b>"),
        ("", "lost: https://a.org/b <b> </b> $x$"),
    ],
)
def test_a_segment_whose_signs_are_lost_stays_without_target(target: str, evidence: str) -> None:
    out = translated(SOURCE, lambda _: target)
    assert out["target"] is None and out["source"] == SOURCE and out["engine"] == "nmt"
    (problem,) = out["problems"]
    assert problem["kind"] == "protection_lost" and problem["severity"] == "blocking"
    assert problem["evidence"] == f"{evidence}; in: {target}"


def test_nested_markup_may_move_as_a_whole() -> None:
    source = "<i>ಅ <b>ಆ</b></i> [ಇ](a.md)<br/>"
    out = translated(source, lambda _: "<ID7><ID5>c<ID6> <ID1><ID2>b<ID3> a<ID4>")
    assert out["target"] == "<br/>[c](a.md) <i><b>b</b> a</i>"


def test_the_next_rung_tries_without_protection_and_the_attempt_is_written_down() -> None:
    def forgetful(source: str) -> str:
        return "See the place." if "<ID1>" in source else "See https://a.org/b here."

    nmt = writes(forgetful)
    out = ladder(protected(nmt), nmt).invoke(Paragraph([segment("ಇಲ್ಲಿ https://a.org/b ನೋಡಿ.")]))
    (one,) = out.segments
    assert (one["target"], one["engine"], one["problems"]) == (
        "See https://a.org/b here.",
        "nmt",
        [],
    )
    (attempt,) = one.get("attempts", [])
    assert attempt["target"] is None
    assert [problem["kind"] for problem in attempt["problems"]] == ["protection_lost"]
    assert "See the place." in attempt["problems"][0]["evidence"]


@pytest.mark.parametrize(
    "source", ["https://a.org/ಬಿ", "`x = 1` — $y$.", "[1] (೧೨)", "<br/>", "Google: ಯಕ್ಷಗಾನ"]
)
def test_what_is_only_protected_is_its_own_translation(source: str) -> None:
    def never(_: Paragraph) -> Paragraph:
        raise EngineError("asked for nothing")

    given = Paragraph([segment(source)])
    (out,) = protected(step(never), keep=KEEP).invoke(given).segments
    assert (out["target"], out["engine"], out["problems"]) == (source, "copy", [])


def test_what_has_nothing_to_protect_and_what_is_done_pass_untouched() -> None:
    done: Segment = {**segment("{a} ನಗರ", "s2"), "target": "{a} city", "engine": "memory"}
    segments = [segment("ನಗರ"), done, segment("{b} ನಗರ", "s3"), segment("www.a.org", "s4")]
    given = Paragraph(segments, "ಮುನ್ನ", [("ನಗರ", "city")], [("ಅ", "a")])
    before = repr(given)

    def half(paragraph: Paragraph) -> Paragraph:
        assert [one["source"] for one in paragraph.segments] == [
            "ನಗರ", "{a} ನಗರ", "<ID1> ನಗರ", "www.a.org",
        ]  # fmt: skip
        assert (paragraph.context, paragraph.terms) == ("ಮುನ್ನ", [("ನಗರ", "city")])
        filled = fill(paragraph, {"s1": "city"}, "nmt")
        return give_up(filled, "nmt", "too long")

    out = protected(step(half)).invoke(given)
    assert type(out) is Paragraph
    assert [one["id"] for one in out.segments] == ["s1", "s2", "s3", "s4"]
    assert [one["target"] for one in out.segments] == ["city", "{a} city", None, "www.a.org"]
    assert out.segments[1] is done
    assert out.segments[2]["source"] == "{b} ನಗರ"
    assert out.segments[2]["problems"][0]["kind"] == "untranslated"
    assert repr(given) == before


async def test_a_chat_model_gets_tags_and_its_account_comes_through() -> None:
    def answer(prompt: str, _: dict[str, Any]) -> str:
        line = regex.search(r"\[1\] (.*)", prompt.split("<text>")[1])
        assert line and line[1] == "ನೋಡಿ: <x1/> ಮತ್ತು <x2/>ಮೈಸೂರು<x3/>."
        return "[1] See <x1/> and <x2/>Mysuru<x3/>."

    engine = protected(chat_engine(Scripted(answer=answer)), style="xml")
    given = Paragraph([segment("ನೋಡಿ: https://a.org/b ಮತ್ತು <b>ಮೈಸೂರು</b>. [೧]")])
    out = engine.invoke(given)
    assert out.segments[0]["target"] == "See https://a.org/b and <b>Mysuru</b>. [೧]"
    assert len(out.made_by) == len(out.usage) == len(out.replies) == 1
    assert await engine.ainvoke(given) == out


def test_attempts_of_an_inner_ladder_show_the_spans() -> None:
    untranslated = writes(lambda _: "<ID1> ಅಲ್ಲಿ ಒಂದು ದೊಡ್ಡ ನಗರವಿದೆ ನೋಡಿ")
    engine = protected(ladder(untranslated, writes(lambda _: "See a big city, <ID1>")))
    earlier: Attempt = {"engine": "x", "target": "<ID1>", "problems": []}
    given: Segment = {**segment("{name} ಅಲ್ಲಿ ಒಂದು ದೊಡ್ಡ ನಗರವಿದೆ"), "attempts": [earlier]}
    (out,) = engine.invoke(Paragraph([given])).segments
    assert out["target"] == "See a big city, {name}"
    targets = [attempt["target"] for attempt in out.get("attempts", [])]
    assert targets == ["<ID1>", "{name} ಅಲ್ಲಿ ಒಂದು ದೊಡ್ಡ ನಗರವಿದೆ ನೋಡಿ"]


def test_an_engine_that_loses_a_segment_is_told_so() -> None:
    engine: Engine = step(lambda paragraph: Paragraph(paragraph.segments[:1]))
    with pytest.raises(EngineError, match="got 2 segments, .* and gave 1"):
        protected(engine).invoke(Paragraph([segment("{a} ನಗರ"), segment("ನಗರ", "s2")]))


def test_quantities_are_masked_where_it_is_asked_for() -> None:
    seen: list[str] = []
    protected(writes(same, seen), quantities=True).invoke(Paragraph([segment("ದೂರ 5 km ಇದೆ")]))
    assert seen == ["ದೂರ <ID1> ಇದೆ"]


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ConfigError, match="'emoji'"):
        protected(writes(same), style="emoji")  # type: ignore[arg-type]


SIGNS = st.sampled_from(
    ["<ID1>", "ID1", "<x2/>", "x 3", "</x1>", "< 4 >", "&lt;ID1&gt;", "[1]", "."]
)


@given(st.one_of(TEXTS, st.lists(st.one_of(TEXTS, SIGNS), max_size=6).map("".join)))
def test_an_engine_that_returns_its_input_returns_the_source(text: str) -> None:
    for style in ("ascii", "xml"):
        out = translated(text, same, style=style, keep=KEEP, quantities=True)
        assert (out["target"], out["problems"]) == (text, [])
