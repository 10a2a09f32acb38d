"""Cut texts into the paragraphs that engines get, and put together what they give back.

A passage gives one paragraph for its outline and one for each of its own; a field of a pair one.

cut_passage(row, "en")  ->  [Paragraph(outline), Paragraph(s1, s2), Paragraph(s3), …]
join_passage(row, …, "en")  ->  {"lang": "en", "text": …, "sentences": …, "status": "ok", …}
"""

import unicodedata
from collections.abc import Iterable, Iterator

import regex

from mlkt.rows import MadeBy, ProblemRecord, Row, Segment, TargetSentence, Translation
from mlkt.text import split_sentences
from mlkt.translate.around.spans import find_protected, split_around, without_protected
from mlkt.translate.ladder import check
from mlkt.translate.paragraph import COPIED, MEMORY, Paragraph
from mlkt.translate.rebuild import BLOCK_MARK, group_paragraphs, rebuild

QUOTED = "quoted"  # of what is the source's own text
_LETTER = regex.compile(r"\p{L}")
_NATIVE_DIGIT = regex.compile(r"(?![0-9])\p{Nd}")


def cut_passage(row: Row, target_lang: str) -> list[Paragraph]:
    """Return the paragraphs of a passage, its outline first; each knows the one before it."""
    text, outline = row["text"], [heading for heading in row["outline"] if heading.strip()]
    langs = row["lang"], target_lang
    headings = [_segment(f"o{n}", [], heading, *langs) for n, heading in enumerate(outline, 1)]
    paragraphs = [Paragraph(headings)] if headings else []
    spans = [(sentence["start"], sentence["end"]) for sentence in row["sentences"]]
    context = "\n".join(outline)
    for group in group_paragraphs(text, spans):
        ids = [row["sentences"][index]["id"] for index in group]
        sources = [text[slice(*spans[index])] for index in group]
        segments = [
            _segment(id, [id], source, *langs) for id, source in zip(ids, sources, strict=True)
        ]
        paragraphs.append(Paragraph(segments, context))
        context = text[spans[group[0]][0] : spans[group[-1]][1]]
    return paragraphs


def join_passage(row: Row, paragraphs: Iterable[Paragraph], target_lang: str) -> Translation:
    """Return the translation of a passage."""
    segments = [segment for paragraph in paragraphs for segment in paragraph.segments]
    headings = [segment for segment in segments if not segment["sentence_ids"]]
    sentences = [segment for segment in segments if segment["sentence_ids"]]
    spans = [(sentence["start"], sentence["end"]) for sentence in row["sentences"]]
    text, placed = rebuild(
        row["text"], spans, [segment["target"] for segment in sentences], target_lang
    )
    found: list[TargetSentence] = [
        {"ids": segment["sentence_ids"], "start": place[0], "end": place[1]}
        for segment, place in zip(sentences, placed, strict=True)
        if place is not None
    ]
    is_whole = all(segment["target"] is not None for segment in segments)
    return {
        "lang": target_lang,
        "text": text,
        "outline": [segment["target"] for segment in headings if segment["target"] is not None],
        "sentences": found,
        "segments": segments,
        "status": "ok" if is_whole else "partial" if found else "failed",
    }


def cut_field(text: str, source_lang: str, target_lang: str, context: str = "") -> Paragraph:
    """Return the paragraph of a question or an answer, a segment a sentence."""
    spans = field_spans(text, source_lang)
    segments = [
        _segment(f"t{n}", [], text[start:end], source_lang, target_lang)
        for n, (start, end) in enumerate(spans, 1)
    ]
    return Paragraph(segments, context)


def cut_text(text: str, source_lang: str, target_lang: str, context: str = "") -> list[Paragraph]:
    """Return the paragraphs of a text of any length; each knows the one before it."""
    spans = field_spans(text, source_lang)
    segments = cut_field(text, source_lang, target_lang).segments
    paragraphs: list[Paragraph] = []
    for group in group_paragraphs(text, spans):
        paragraphs.append(Paragraph([segments[index] for index in group], context))
        context = text[spans[group[0]][0] : spans[group[-1]][1]]
    return paragraphs


def merged(paragraphs: Iterable[Paragraph]) -> Paragraph:
    """Return the paragraphs of a text as one again, as `join_field` takes it."""
    every = list(paragraphs)
    return Paragraph(
        segments=[segment for paragraph in every for segment in paragraph.segments],
        terms=list(dict.fromkeys(term for paragraph in every for term in paragraph.terms)),
        replies=[reply for paragraph in every for reply in paragraph.replies],
    )


def quoted_field(text: str, quoted: str, source_lang: str, target_lang: str) -> Paragraph:
    """Return the paragraph of a field that is already in the words of the source's text."""
    segment = _segment("t1", [], text, source_lang, target_lang)
    return Paragraph([{**segment, "target": quoted, "engine": QUOTED}])


def join_field(
    text: str, paragraph: Paragraph, source_lang: str, target_lang: str
) -> tuple[str, list[ProblemRecord]]:
    """Return a field in the target language, empty where it is not whole, and its problems."""
    segments = paragraph.segments
    problems = [problem for segment in segments for problem in segment["problems"]]
    targets = [segment["target"] for segment in segments]
    if not segments:
        return text, problems  # nothing but code and formulas
    if None in targets:
        return "", problems
    engines = {segment["engine"] for segment in segments}
    if engines == {QUOTED}:
        return targets[0] or "", problems
    joined, _ = rebuild(text, field_spans(text, source_lang), targets, target_lang)
    engine = MEMORY if engines <= {MEMORY, COPIED} else ""
    whole: Segment = {**segments[0], "source": text, "target": joined, "engine": engine}
    return joined, [*problems, *check(whole, paragraph.terms)]


def field_spans(text: str, lang: str) -> list[tuple[int, int]]:
    """Return the sentences of a text line by line, without block marks and white space.

    Blocks of code and formulas hold none, and of a table only the cells do.
    """
    return [
        (part.start + start, part.start + end)
        for part in split_around(text)
        if not part.kind
        for start, end in _line_spans(text[part.start : part.end], lang)
    ]


def _line_spans(text: str, lang: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        mark = BLOCK_MARK.match(line)
        first = at + (mark.end() if mark else 0)
        body = text[first : at + len(line)]
        for start, end in split_sentences(body, lang):
            piece = body[start:end]
            left = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield first + start + left, first + start + len(piece.rstrip())
        at += len(line) + 1


def made_by(paragraphs: Iterable[Paragraph], step: str) -> list[MadeBy]:
    """Return what made the paragraphs, each once: prompts with their models, and other engines."""
    found: list[MadeBy] = []
    for paragraph in paragraphs:
        models = {made["model"] for made in paragraph.made_by}
        engines = {segment["engine"] for segment in paragraph.segments if segment["target"]}
        others = sorted(engines - models - {COPIED, QUOTED, ""})
        asked: list[MadeBy] = [{**made, "step": step} for made in paragraph.made_by]
        found += asked + [{"step": step, "prompt": "", "model": engine} for engine in others]
    return [made for index, made in enumerate(found) if made not in found[:index]]


def _segment(
    id: str, sentence_ids: list[str], source: str, source_lang: str, target_lang: str
) -> Segment:
    """Return a segment; what holds no letter is its own translation, in ASCII digits.

    So is what holds none outside of addresses, code and placeholders, as it stands.
    """
    kept = find_protected(source)
    is_wordless = not _LETTER.search(without_protected(source, kept) if kept else source)
    itself = source if kept else _NATIVE_DIGIT.sub(_ascii_digit, source)
    return {
        "id": id,
        "sentence_ids": sentence_ids,
        "source": source,
        "source_lang": source_lang,
        "target_lang": target_lang,
        "target": itself if is_wordless else None,
        "engine": COPIED if is_wordless else "",
        "problems": [],
    }


def _ascii_digit(match: "regex.Match[str]") -> str:
    return str(unicodedata.decimal(match.group()))
