"""Two judges: both are asked, the rule decides, all is written down; and a critic that asks on."""

from typing import Any

import pytest

from mlkt.chains import critic, decision, knowledge
from mlkt.errors import ConfigError
from mlkt.models import embedded_teacher, server_model
from mlkt.rows import Row
from mlkt.run.telling.counts import Counts
from mlkt.samples import sample
from mlkt.sources import passages, read_source
from tests.chains.rows import ENGLISH, KANNADA, passage
from tests.scripted import Scripted
from tests.servers.openai_server import StartOpenAI


def row(pairs: int = 1) -> Row:
    return passage(ENGLISH, "en") | {
        "pairs": [
            {
                "id": f"p{number}",
                "question": f"Question {number}?",
                "answer": ENGLISH[1],
                "reasoning": "",
                "view": "passage",
            }
            for number in range(pairs)
        ]
    }


def judge(**words: str) -> Scripted:
    return Scripted(answer=lambda _, metadata: words.get(metadata["task"], "yes"))


def said(out: Row, pair: str = "p0") -> list[tuple[str, str, str]]:
    return [(one["check"], one["judge"], one["verdict"]) for one in out["verdicts"][pair]]


def test_both_judge_each_check_and_stop_where_the_rule_says_no() -> None:
    first, second = judge(), judge(standalone="no")
    out = critic(first, second=second, checks=["standalone", "relevance"]).invoke(row())
    assert said(out) == [("standalone", "critic", "yes"), ("standalone", "second_critic", "no")]
    assert [r["reason"] for r in out["rejected"]] == ["disputed_standalone"]
    assert len(first.asked) == len(second.asked) == 1


def test_the_first_no_does_not_spare_the_second_judge() -> None:
    second = judge()
    out = critic(judge(relevance="no"), second=second, checks=["relevance"]).invoke(row())
    assert len(second.asked) == 1 and len(out["verdicts"]["p0"]) == 2


@pytest.mark.parametrize(("rule", "kept"), [("all", False), ("any", True), ("first", True)])
def test_the_rule_decides(rule: str, kept: bool) -> None:
    chain = critic(judge(), second=judge(relevance="no"), checks=["relevance"], rule=rule)
    out = chain.invoke(row())
    assert bool(out["rejected"]) is not kept
    assert said(out) == [("relevance", "critic", "yes"), ("relevance", "second_critic", "no")]


def test_without_stop_every_check_is_asked_of_every_pair_and_one_rejection_told() -> None:
    model = judge(standalone="no", relevance="no")
    checks = ["relevance", "standalone", "answerable"]
    out = critic(model, checks=checks, stop=False).invoke(row())
    assert said(out) == [
        ("standalone", "critic", "no"), ("answerable", "critic", "yes"),
        ("relevance", "critic", "no"),
    ]  # fmt: skip
    assert [(r["step"], r["reason"]) for r in out["rejected"]] == [("standalone", "not_standalone")]


def test_verdicts_name_the_model_and_its_role() -> None:
    out = critic(judge(), checks=["relevance"]).invoke(row())
    (one,) = out["verdicts"]["p0"]
    assert (one["judge"], one["model"], one["looked_at"]) == ("critic", "scripted", "source")


def test_an_unknown_check_or_rule_is_found_before_anything_is_asked() -> None:
    with pytest.raises(ConfigError, match="'faithful', did you mean 'faithfulness'"):
        critic(judge(), checks=["faithful"])
    with pytest.raises(ConfigError, match="rule 'al' is unknown, did you mean 'all'"):
        critic(judge(), rule="al")


def test_the_counts_of_a_run_say_how_far_two_judges_agree() -> None:
    def answer(prompt: str, _: dict[str, Any]) -> str:
        return "no" if "Question 3?" in prompt or "Question 7?" in prompt else "yes"

    def other(prompt: str, _: dict[str, Any]) -> str:
        return "no" if "Question 3?" in prompt else "yes"

    chain = critic(Scripted(answer=answer), second=Scripted(answer=other), checks=["relevance"])
    counts = Counts()
    counts.add(2, chain.invoke(row(10)), None, [])
    # 9 of 10 agree; by chance 0.8 * 0.9 + 0.2 * 0.1 = 0.74; (0.9 - 0.74) / 0.26 = 0.615
    assert counts.as_dict()["agreement"] == [
        {"check": "relevance", "between": ["critic", "second_critic"], "n": 10, "agreed": 9,
         "kappa": 0.615}
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["kn", "en"])
def test_the_recipe_takes_a_second_judge(lang: str) -> None:
    article = passages(read_source(str(sample("kn")[0]), "kn")).rows[0]
    start = article if lang == "kn" else passage(ENGLISH * 3, "en")
    teacher = embedded_teacher()
    chain = knowledge(teacher, lang, second=teacher, strategy="native", checks=["standalone"])
    verdicts = chain.invoke(start)["verdicts"]
    assert verdicts
    for own in verdicts.values():
        assert {one["judge"] for one in own} == {"critic", "second_critic"}


@pytest.mark.parametrize("lang", ["kn", "en"])
def test_every_check_over_the_wire_by_two_servers(openai_server: StartOpenAI, lang: str) -> None:
    sentences = KANNADA if lang == "kn" else ENGLISH
    first, second = openai_server(), openai_server(models=("second",))
    judges = [
        server_model(server.base_url, server.model, api_key=server.key)
        for server in (first, second)
    ]
    start = passage(sentences, lang) | {
        "pairs": [
            {"id": "p0", "question": "ಏನು?", "answer": sentences[1], "reasoning": "", "view": "x"}
        ]
    }
    out = critic(judges[0], lang, second=judges[1], checks=decision.CHECKS).invoke(start)
    assert out["rejected"] == [] and out["evidence"] == {"p0": ["s2"]}
    assert said(out) == [
        (check, judge, "yes") for check in decision.CHECKS for judge in ("critic", "second_critic")
    ]
    assert {one["model"] for one in out["verdicts"]["p0"]} == {first.model, "second"}
    assert len(first.chats) == len(second.chats) == 4
