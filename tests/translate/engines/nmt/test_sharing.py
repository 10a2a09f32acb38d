"""One model for many: threads, tasks, processes, and the rungs of a ladder."""

import asyncio
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ctranslate2", reason="needs the package ctranslate2 (extra: nmt)")

from mlkt.translate.engines.nmt import NmtModel, load_nmt, nmt_ladder
from mlkt.translate.ladder import ladder
from tests.translate.engines.nmt.models import dictionary_model
from tests.translate.engines.nmt.paragraphs import (
    SENTENCES,
    TO_ENGLISH,
    WORDS,
    english,
    paragraph,
    targets,
)


def test_many_threads_share_one_model(model: NmtModel) -> None:
    engine = english(model)
    sources = list(SENTENCES) * 25
    with ThreadPoolExecutor(8) as threads:
        outs = list(threads.map(lambda source: engine.invoke(paragraph(source)), sources))
    assert [targets(out) for out in outs] == [[SENTENCES[source]] for source in sources]


async def test_many_paragraphs_at_once_keep_their_own(model: NmtModel) -> None:
    engine = english(model)
    sources = list(SENTENCES) * 50
    outs = await asyncio.gather(*(engine.ainvoke(paragraph(source)) for source in sources))
    assert [targets(out) for out in outs] == [[SENTENCES[source]] for source in sources]


async def test_the_event_loop_runs_meanwhile(
    model: NmtModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weights load and translate only after the loop took a turn: held, it would take none."""
    has_turned, waits = threading.Event(), list[bool]()
    load = NmtModel._load

    def load_after_a_turn(self: NmtModel) -> Any:
        waits.append(has_turned.wait(10))
        return load(self)

    monkeypatch.setattr(NmtModel, "_load", load_after_a_turn)
    unloaded = pickle.loads(pickle.dumps(model))
    asyncio.get_running_loop().call_later(0.01, has_turned.set)
    assert targets(await english(unloaded).ainvoke(paragraph(*SENTENCES))) == [*SENTENCES.values()]
    assert waits
    assert all(waits)


async def test_a_cancelled_request_leaves_the_model_usable(babbler: NmtModel) -> None:
    engine = english(babbler, max_output_tokens=300)
    asked = [asyncio.create_task(engine.ainvoke(paragraph(f"ಮೈಸೂರು {n}"))) for n in range(30)]
    await asyncio.sleep(0.05)
    for task in asked:
        task.cancel()
    assert await asyncio.gather(*asked, return_exceptions=True)
    out = await english(babbler, max_output_tokens=9).ainvoke(paragraph("ನಗರ."))
    assert out.segments[0]["target"]


def test_a_model_travels_without_its_weights(model: NmtModel) -> None:
    english(model).invoke(paragraph("ನಗರ."))
    copied = pickle.loads(pickle.dumps(english(model)))
    assert len(pickle.dumps(english(model))) < 20_000
    assert targets(copied.invoke(paragraph("ನಗರ."))) == ["city."]


def test_the_ladder_takes_the_next_rung_where_the_gate_blocks(
    babbler: NmtModel, model: NmtModel
) -> None:
    rungs = ladder(english(babbler, max_output_tokens=16), english(model))
    out = rungs.invoke(paragraph(*SENTENCES))
    assert targets(out) == list(SENTENCES.values())
    for each in out.segments:
        (attempt,) = each.get("attempts", [])
        assert attempt["engine"] == "babbler"
        assert "cut_off" in [problem["kind"] for problem in attempt["problems"]]


async def test_two_rungs_share_one_model(model: NmtModel, babbler: NmtModel) -> None:
    both = nmt_ladder(model, source_lang="kn", target_lang="en")
    assert targets(await both.ainvoke(paragraph(*SENTENCES))) == list(SENTENCES.values())
    lost = nmt_ladder(babbler, source_lang="kn", target_lang="en").invoke(paragraph("ನಗರ."))
    assert targets(lost) == [None]
    assert len(lost.segments[0].get("attempts", [])) == 2


def test_a_dropped_end_and_a_left_word_reach_the_gate(tmp_path: Path) -> None:
    words = {**WORDS, "ಹಳೆಯ": "ಹಳೆಯ"}
    made = dictionary_model(tmp_path / "faulty", words, moves={**TO_ENGLISH, "▁ರಾಜ್ಯದ": "</s>"})
    faulty = english(load_nmt(made, profile="nllb"))
    out = faulty.invoke(paragraph("ಬೆಂಗಳೂರು ರಾಜ್ಯದ ರಾಜಧಾನಿ.", "ಮೈಸೂರು ಒಂದು ಹಳೆಯ ನಗರ."))
    assert targets(out) == ["Bengaluru", "Mysuru one ಹಳೆಯ city."]
    gated = ladder(faulty).invoke(paragraph("ಮೈಸೂರು ಒಂದು ಹಳೆಯ ನಗರ."))
    assert targets(gated) == [None]
