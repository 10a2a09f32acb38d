"""The whole road: both strategies, what LangChain gives for free, and the sample's robustness."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mlkt.chains import knowledge, qa, summarize
from mlkt.errors import ConfigError, EngineError
from mlkt.models import embedded_teacher, server_model
from mlkt.rows import Row
from mlkt.run.files.records import pair_records
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from mlkt.translate import TranslationMemory, Unit, load_memory, read_tmx
from tests.servers.openai_server import StartOpenAI


def sample_rows(lang: str = "kn") -> list[Row]:
    return passages(read_source(str(sample(lang)[0]), lang)).rows


def memory(lang: str = "kn") -> TranslationMemory:
    return load_memory(sample(lang)[1])


def kept(row: Row) -> list[dict[str, Any]]:
    return pair_records(row)[0]


def test_pivot_and_native_both_end_in_the_language() -> None:
    teacher, rows = embedded_teacher(), sample_rows()[:2]
    pivot = knowledge(teacher, "kn", translator=memory()).batch(rows)
    native = knowledge(teacher, "kn", strategy="native").batch(rows)
    for row in (*pivot, *native):
        assert kept(row) and all(pair["lang"] == "kn" for pair in kept(row))
    assert all("translation" in row for row in pivot)
    assert not any("translation" in row for row in native)


def test_a_document_in_the_pivot_language_needs_no_translator() -> None:
    text = "# Mysuru\n\nThe palace of Mysuru was finished in 1912 by many workers of the city. " * 2
    (row,) = passages(Document(text, "en")).rows
    out = knowledge(embedded_teacher(), "en").invoke(row)
    assert "translation" not in out and kept(out)


def test_mistakes_are_found_before_anything_is_asked() -> None:
    with pytest.raises(ConfigError, match="'pivto'"):
        knowledge(embedded_teacher(), "kn", strategy="pivto")
    with pytest.raises(EngineError, match="--memory FILE.tmx"):
        knowledge(embedded_teacher(), "kn")


async def test_invoke_ainvoke_batch_and_stream_give_the_same() -> None:
    chain = knowledge(embedded_teacher(), "kn", translator=memory())
    row = sample_rows()[1]
    plain = chain.invoke(row)
    assert await chain.ainvoke(row) == plain
    assert chain.batch([row]) == [plain]
    assert [chunk async for chunk in chain.astream(row)] == [plain]


def test_it_composes_like_anything_from_langchain() -> None:
    chain = (
        summarize(embedded_teacher(), "kn").with_retry(stop_after_attempt=2)
        | qa(embedded_teacher(), "kn").with_fallbacks([qa(embedded_teacher(), "kn")])
    ).with_config(run_name="mine", tags=["kn"])
    assert chain.invoke(sample_rows()[0])["pairs"]
    assert "add_pairs" in chain.get_graph().draw_mermaid()


@pytest.mark.parametrize("lang", ["kn", "hi", "sw"])
def test_every_step_leaves_what_stood_in_the_row(lang: str) -> None:
    row = sample_rows(lang)[0]
    out = knowledge(embedded_teacher(), lang, translator=memory(lang)).invoke(row)
    assert {key: out[key] for key in row} == row


def test_the_demo_yields_pairs_whichever_sentence_is_taken_out(tmp_path: Path) -> None:
    article, tmx = sample("kn")
    text, units = article.read_text(encoding="utf-8"), read_tmx(tmx)
    done: dict[str, int] = {}

    def pairs_without(unit: Unit) -> int:
        source = dict(unit.texts)["kn"]
        shorter = text.replace(source, "", 1)
        rest = TranslationMemory(other for other in units if other is not unit)
        chain = knowledge(embedded_teacher(), "kn", translator=rest)
        rows = passages(Document(shorter, "kn")).rows
        new = [row for row in rows if row["text"] not in done]
        for row, out in zip(new, asyncio.run(_all(chain, new)), strict=True):
            done[row["text"]] = len(kept(out))
        return sum(done[row["text"]] for row in rows)

    counts = [pairs_without(unit) for unit in units]
    assert len(counts) > 60
    assert min(counts) >= 10


async def _all(chain: Any, rows: list[Row]) -> list[Row]:
    return await asyncio.gather(*(chain.ainvoke(row) for row in rows))


@pytest.mark.parametrize("lang", ["kn", "en"])
@pytest.mark.parametrize("strategy", ["pivot", "native", "hybrid", "reverse"])
@pytest.mark.parametrize("teacher", ["embedded", "server"])
async def test_every_strategy_ends_in_the_language_with_either_teacher(
    lang: str, strategy: str, teacher: str, openai_server: StartOpenAI
) -> None:
    if teacher == "server":
        server = openai_server()
        model = server_model(server.base_url, server.model, api_key=server.key)
        translator = None
    else:
        model, translator = embedded_teacher(), memory()
    text = "# Mysuru\n\nThe palace of Mysuru was finished in 1912 by many workers of the city. " * 2
    row = sample_rows()[1] if lang == "kn" else passages(Document(text, "en")).rows[0]
    out = await knowledge(model, lang, translator=translator, strategy=strategy).ainvoke(row)
    pairs = kept(out)
    assert pairs and all(pair["lang"] == lang and pair["evidence"] for pair in pairs)
