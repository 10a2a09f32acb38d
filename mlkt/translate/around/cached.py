"""Keep what an engine has translated, so that no sentence is translated twice.

cached(ladder(nmt, nmt_again), journal, identity={"engine": "nllb-600m", "beam_size": 2})

For engines that read each segment by itself (NMT, services): a chat model reads a paragraph, and
its requests are in the journal already. Only what the gate found nothing wrong with is kept, under
a key made from the text, the languages, the terms and `identity`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from mlkt.journal import Journal, request_key
from mlkt.rows import Segment, folded
from mlkt.translate.around.around import around
from mlkt.translate.paragraph import Engine, Paragraph
from mlkt.translate.terms.glossary import holds_term


def cached(engine: Engine, journal: Journal, *, identity: Mapping[str, Any]) -> Engine:
    """Return `engine` with `journal` before it; `identity` is all that decides what it gives."""

    def key(segment: Segment, paragraph: Paragraph) -> str:
        source, lang = segment["source"], segment["source_lang"]
        return request_key(
            {
                "translate": folded(source),
                "from": lang,
                "to": segment["target_lang"],
                "terms": [term for term in paragraph.terms if holds_term(source, term[0], lang)],
                "engine": dict(identity),
            }
        )

    def look_up(paragraph: Paragraph) -> tuple[Paragraph, Paragraph]:
        def known(segment: Segment) -> Segment:
            if segment["target"] is not None:
                return segment
            found = journal.get(key(segment, paragraph))
            if found is None:
                return segment
            made = orjson.loads(found)
            return {**segment, "target": made["target"], "engine": made["engine"]}

        found = replace(paragraph, segments=[known(segment) for segment in paragraph.segments])
        return found, found

    def keep(before: Paragraph, after: Paragraph) -> Paragraph:
        for old, new in zip(before.segments, after.segments, strict=True):
            if old["target"] is None and new["target"] is not None and not new["problems"]:
                made = {"target": new["target"], "engine": new["engine"]}
                journal.put(key(old, before), orjson.dumps(made))
        return after

    return around(engine, look_up, keep, name="cached")
