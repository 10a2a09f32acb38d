"""The parallel corpus of a run as a translation memory: `parallel.jsonl` as `parallel.tmx`."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import regex

from mlkt.rows import Segment
from mlkt.translate.memory.tmx import Unit, write_tmx
from mlkt.translate.terms.glossary import Glossary, term_hits

_NO_XML_CHARACTER = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write_corpus(out: Path, glossary: Glossary | None = None) -> dict[str, int]:
    """Write `parallel.tmx` of all segments that have a translation; return how many there are.

    A pair stands there once. What XML cannot hold (control characters) is left out and counted.
    With a glossary, its terms in the segments are counted too, and those that came through.
    """
    units: dict[Unit, None] = {}
    left_out = 0
    for unit in _units(out / "parallel.jsonl"):
        if any(_NO_XML_CHARACTER.search(text) for _, text in unit.texts):
            left_out += 1
        else:
            units[unit] = None
    write_tmx(units, out / "parallel.tmx")
    counts = {"units": len(units), "left_out": left_out}
    if glossary:
        hits, terms = term_hits(_segments(out / "parallel.jsonl"), glossary)
        counts |= {"terms": terms, "term_hits": hits}
    return counts


def write_text(out: Path, suffix: str) -> None:
    """Write the paragraphs of a translated text as one file: `translated` with this suffix."""
    with (out / "translated.jsonl").open("rb") as lines:
        paragraphs = [orjson.loads(line)["text"] for line in lines]
    path = out / f"translated{suffix}"
    path.write_text("\n\n".join(paragraphs) + "\n" * bool(paragraphs), encoding="utf-8")


def _units(path: Path) -> Iterator[Unit]:
    for segment in _segments(path):
        if segment["target"] is not None:
            langs = segment["source_lang"], segment["target_lang"]
            texts = segment["source"], segment["target"]
            props = (("engine", segment["engine"]),) if segment["engine"] else ()
            yield Unit(texts=tuple(zip(langs, texts, strict=True)), props=props)


def _segments(path: Path) -> Iterator[Segment]:
    with path.open("rb") as lines:
        yield from map(orjson.loads, lines)
