"""Views that the model invents: each proposal is followed, and stands beside its summary."""

from typing import Any

import pytest

from mlkt.ask import Sampling, StepSettings
from mlkt.chains import knowledge, summarize
from mlkt.chains.recipes import recipe
from mlkt.models import embedded_teacher, server_model
from mlkt.rows import Row
from mlkt.run.files.records import pair_records
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from tests.chains.rows import ENGLISH, passage
from tests.scripted import Scripted
from tests.servers.openai_server import StartOpenAI

IDEAS = "1. As a timeline, for pupils.\n2. As a mayor would tell it."


def invent(ideas: str, summary: Any = None, **steps: StepSettings) -> tuple[Scripted, Row]:
    def answer(prompt: str, metadata: dict[str, Any]) -> str:
        if metadata["task"] == "view_ideas":
            return ideas
        told = prompt.partition("<instruction>\n")[2].partition("\n")[0]
        return summary if summary is not None else f"Told so: {told} ({metadata['sample']})"

    model = Scripted(answer=answer)
    chain = summarize(model, kinds=["invented"], steps=steps)
    return model, chain.invoke(passage(ENGLISH, "en"))


def test_each_idea_is_followed_and_stands_beside_its_summary() -> None:
    model, out = invent(IDEAS)
    assert out["view_ideas"] == ["As a timeline, for pupils.", "As a mayor would tell it."]
    assert out["summaries"] == {
        "invented": [
            "Told so: As a timeline, for pupils. (0)",
            "Told so: As a mayor would tell it. (0)",
        ]
    }
    assert "Propose 5 different ways" in model.asked[0]["prompt"]
    assert [use["step"] for use in out["usage"]] == [
        "view_ideas", "summary_invented", "summary_invented",
    ]  # fmt: skip


def test_every_idea_may_be_followed_more_than_once() -> None:
    model, out = invent(
        IDEAS, view_ideas=StepSettings(n_pairs=2), summary_invented=StepSettings(Sampling(1.0), n=2)
    )
    assert len(model.asked) == 5
    assert out["view_ideas"] == [idea for idea in out["view_ideas"][::2] for _ in range(2)]
    assert len(out["summaries"]["invented"]) == len(out["view_ideas"]) == 4


@pytest.mark.parametrize(
    ("ideas", "reasons"),
    [
        ("", ["empty"]),
        ("I cannot think of any.", ["no-items"]),
        ("<think>hm", ["reasoning_cut_off"]),
        ("1. Soberly.\n2. soberly.", ["duplicate"]),
        ("\n".join(f"{n}. In way {n}." for n in range(1, 7)), ["not-asked-for"]),
    ],
)
def test_a_proposal_that_is_not_followed_is_written_down(ideas: str, reasons: list[str]) -> None:
    model, out = invent(ideas)
    assert [r["reason"] for r in out["rejected"]] == reasons
    assert {r["step"] for r in out["rejected"]} == {"view_ideas"}
    assert len(out["summaries"]["invented"]) == len(out["view_ideas"]) == len(model.asked) - 1


def test_ideas_of_summaries_that_cannot_be_used_are_left_out() -> None:
    _, out = invent(IDEAS, "The same for all.")
    assert out["summaries"] == {"invented": ["The same for all."]}
    assert out["view_ideas"] == ["As a timeline, for pupils."]
    assert [(r["step"], r["reason"]) for r in out["rejected"]] == [
        ("summary_invented", "duplicate")
    ]


@pytest.mark.parametrize("lang", ["kn", "en", "hi", "sw"])
@pytest.mark.parametrize("kind", ["embedded", "server"])
async def test_pairs_come_from_invented_views(
    lang: str, kind: str, openai_server: StartOpenAI
) -> None:
    server = openai_server()
    own = server_model(server.base_url, server.model, api_key=server.key)
    teacher: Any = embedded_teacher() if kind == "embedded" else own
    text = "# Mysuru\n\nThe palace of Mysuru was finished in 1912. The zoo of Mysuru has 168 kinds."
    row = (
        passages(Document(text, "en")).rows[0]
        if lang == "en"
        else passages(read_source(str(sample(lang)[0]), lang)).rows[-1]
    )
    chain = knowledge(teacher, lang, strategy="native", views=["invented"])
    out = await chain.ainvoke(row)
    assert out["view_ideas"] and pair_records(out)[0]
    assert {pair["view"] for pair in out["pairs"]} == {"passage", "invented"}
    said = recipe("knowledge").calls({}, ["invented"])
    for task in {use["step"] for use in out["usage"]}:
        assert sum(use["step"] == task for use in out["usage"]) <= said[task]
