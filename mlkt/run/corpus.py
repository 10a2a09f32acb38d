"""The parallel corpus of a run as a translation memory: `parallel.jsonl` as `parallel.tmx`."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import regex

from mlkt.translate.tmx import Unit, write_tmx

_NO_XML_CHARACTER = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write_corpus(out: Path) -> dict[str, int]:
    """Write `parallel.tmx` of all segments that have a translation; return how many there are.

    A pair stands there once. What XML cannot hold (control characters) is left out and counted.
    """
    units: dict[Unit, None] = {}
    left_out = 0
    for unit in _units(out / "parallel.jsonl"):
        if any(_NO_XML_CHARACTER.search(text) for _, text in unit.texts):
            left_out += 1
        else:
            units[unit] = None
    write_tmx(units, out / "parallel.tmx")
    return {"units": len(units), "left_out": left_out}


def write_text(out: Path, suffix: str) -> None:
    """Write the paragraphs of a translated text as one file: `translated` with this suffix."""
    with (out / "translated.jsonl").open("rb") as lines:
        paragraphs = [orjson.loads(line)["text"] for line in lines]
    path = out / f"translated{suffix}"
    path.write_text("\n\n".join(paragraphs) + "\n" * bool(paragraphs), encoding="utf-8")


def _units(path: Path) -> Iterator[Unit]:
    with path.open("rb") as lines:
        for line in lines:
            segment = orjson.loads(line)
            if segment["target"] is not None:
                langs = segment["source_lang"], segment["target_lang"]
                texts = segment["source"], segment["target"]
                props = (("engine", segment["engine"]),) if segment["engine"] else ()
                yield Unit(texts=tuple(zip(langs, texts, strict=True)), props=props)
