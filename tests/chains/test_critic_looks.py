"""The critic looks at the pivot, at the document's own language, or at both."""

import copy
from typing import Any

import pytest

from mlkt.chains import critic, knowledge, qa, translate, translate_back
from mlkt.errors import ConfigError, LanguageError
from mlkt.models import embedded_teacher
from mlkt.packs import load_locale
from mlkt.reply import format_claims
from mlkt.rows import Row
from mlkt.run.files.records import pair_records
from mlkt.samples import sample
from mlkt.sources import passages, read_source
from mlkt.translate import load_memory
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted

PAIR = {
    "id": "p1",
    "question": "When was the palace completed?",
    "answer": "The palace was completed in 1912.",
    "reasoning": "",
    "view": "passage",
}
OWN = {"question": "ಅರಮನೆ ಯಾವಾಗ ಪೂರ್ಣಗೊಂಡಿತು?", "answer": "ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."}


def row() -> Row:
    back = {"p1": {"lang": "kn", **OWN, "problems": []}}
    return translated(passage(KANNADA, "kn"), ENGLISH) | {"pairs": [PAIR], "back": back}


def judge(**by_language: str) -> Scripted:
    """Return a judge that says yes, in the prompt's language, or what is given for a language."""

    def answer(_: str, metadata: dict[str, Any]) -> str:
        lang = metadata["lang"]
        word = by_language.get(lang, "yes")
        if metadata["task"] != "faithfulness":
            return getattr(load_locale(lang), word)[0]
        quote = KANNADA[1] if lang == "kn" else ENGLISH[1]
        return format_claims([{"claim": quote, "quote": quote, "verdict": word}], load_locale(lang))

    return Scripted(answer=answer)


def test_the_source_is_judged_in_its_own_words() -> None:
    model, start = judge(), row()
    before = copy.deepcopy(start)
    out = critic(model, "kn", look="source").invoke(start)
    assert out["rejected"] == [] and start == before
    assert {one["looked_at"] for one in out["verdicts"]["p1"]} == {"source"}
    assert out["evidence"] == {"p1": ["s2"]}
    for asked in model.asked:
        assert asked["metadata"]["lang"] == "kn" and OWN["question"] in asked["prompt"]
        assert ENGLISH[1] not in asked["prompt"] and PAIR["question"] not in asked["prompt"]


def test_both_are_asked_check_by_check() -> None:
    model = judge()
    out = critic(model, "kn", look="both", pivot="en").invoke(row())
    asked = [(asked["metadata"]["task"], asked["metadata"]["lang"]) for asked in model.asked]
    assert asked == [
        (check, lang)
        for check in ("standalone", "relevance", "faithfulness")
        for lang in ("en", "kn")
    ]
    assert out["rejected"] == [] and out["evidence"] == {"p1": ["s2"]}


@pytest.mark.parametrize(("en", "kn"), [("yes", "no"), ("no", "yes")])
def test_a_disagreement_between_the_looks_is_its_own_reason(en: str, kn: str) -> None:
    out = critic(judge(en=en, kn=kn), "kn", look="both", checks=["relevance"]).invoke(row())
    (rejected,) = out["rejected"]
    assert rejected["reason"] == "disputed_relevance"
    assert rejected["detail"] == f"critic (pivot): {en}, critic (source): {kn}"
    assert rejected["raw"] == ("ಇಲ್ಲ" if kn == "no" else "no")
    one = critic(judge(en=en, kn=kn), "kn", look="both", checks=["relevance"], rule="any")
    assert one.invoke(row())["rejected"] == []


async def test_a_second_critic_behind_the_translation_back_adds_to_the_first() -> None:
    chain = critic(judge()) | critic(judge(kn="no"), "kn", look="source", checks=["faithfulness"])
    out = chain.invoke(row())
    assert await chain.ainvoke(row()) == out
    said = [(one["check"], one["looked_at"], one["verdict"]) for one in out["verdicts"]["p1"]]
    assert said == [
        ("standalone", "pivot", "yes"), ("relevance", "pivot", "yes"),
        ("faithfulness", "pivot", "yes"), ("faithfulness", "source", "no"),
    ]  # fmt: skip
    assert [r["reason"] for r in out["rejected"]] == ["not_faithfulness"]
    assert out["evidence"] == {"p1": ["s2"]}


@pytest.mark.parametrize("look", ["source", "both"])
def test_what_was_not_translated_is_looked_at_once(look: str) -> None:
    model = judge()
    own = passage(KANNADA, "kn") | {"pairs": [{**PAIR, **OWN}]}
    out = critic(model, "kn", look=look).invoke(own)
    assert [one["looked_at"] for one in out["verdicts"]["p1"]] == ["source"] * 3
    assert len(model.asked) == 3


def test_mistakes_name_the_cure() -> None:
    with pytest.raises(ConfigError, match="look 'pivto' is unknown, did you mean 'pivot'"):
        critic(judge(), "kn", look="pivto")
    with pytest.raises(LanguageError, match="give it lang='kn'"):
        critic(judge(), "hi", look="source").invoke(row())
    with pytest.raises(LanguageError, match=r"put translate_back\(model, 'kn'\) before"):
        critic(judge(), "kn", look="source").invoke({**row(), "back": {}})
    with pytest.raises(LanguageError, match="its text is in 'en'"):
        critic(judge(), "kn", look="both", pivot="hi").invoke(row())


def test_pairs_that_were_rejected_on_the_way_back_are_not_asked_for() -> None:
    why = {"id": "p1", "step": "translate_back", "reason": "untranslated", "detail": "", "raw": ""}
    model = judge()
    out = critic(model, "kn", look="both").invoke({**row(), "back": {}, "rejected": [why]})
    assert model.asked == [] and out["rejected"] == [why]


def test_the_composed_road_works_with_the_embedded_teacher() -> None:
    teacher, (article, tmx) = embedded_teacher(), sample("kn")
    memory = load_memory(tmx)
    chain = (
        translate(memory, "kn")
        | qa(teacher)
        | critic(teacher)
        | translate_back(memory, "kn")
        | critic(teacher, "kn", look="source")
    )
    out = chain.invoke(passages(read_source(str(article), "kn")).rows[0])
    kept, _ = pair_records(out)
    assert kept
    for pair in kept:
        looks = [one["looked_at"] for one in pair["verdicts"]]
        assert looks == ["pivot"] * 3 + ["source"] * 3
        assert pair["evidence"]


@pytest.mark.parametrize("lang", ["kn", "hi", "sw"])
@pytest.mark.parametrize("look", ["source", "both"])
@pytest.mark.parametrize("strategy", ["pivot", "native", "hybrid"])
def test_knowledge_takes_the_look(lang: str, look: str, strategy: str) -> None:
    article, tmx = sample(lang)
    teacher = embedded_teacher()
    chain = knowledge(teacher, lang, translator=load_memory(tmx), look=look, strategy=strategy)
    kept, _ = pair_records(chain.invoke(passages(read_source(str(article), lang)).rows[0]))
    assert kept
    looks = {"pivot", "source"} if (look, strategy) == ("both", "pivot") else {"source"}
    assert {one["looked_at"] for pair in kept for one in pair["verdicts"]} == looks
