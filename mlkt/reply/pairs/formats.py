r"""Write pairs in the shapes that `parse_pairs` reads: its inverse, for prompts and examples.

format_pairs([{"question": "Where?", "answer": "Here."}], load_locale("kn"))
-> "ಪ್ರಶ್ನೆ: Where?\nಉತ್ತರ: Here."
"""

import json
from collections.abc import Callable, Mapping, Sequence

from mlkt.errors import ConfigError, nearest
from mlkt.packs import Locale
from mlkt.reply.fields import labels, tables, tags
from mlkt.reply.fields.directions import trimmed
from mlkt.reply.fields.vocabulary import Vocabulary, vocabulary

Pair = Mapping[str, str]
_KINDS = ("question", "answer")


def format_pairs(pairs: Sequence[Pair], locale: Locale, *, style: str = "labels") -> str:
    """Return pairs as the text of a reply; `parse_pairs` gives the same pairs back.

    Styles: labels, numbered, tags, json, jsonl, xml, table. Labels and headings are the locale's
    first forms. White space and lone marks of direction around a value are not kept.

    Raises:
        ConfigError: no such style.
    """
    writer = _STYLES.get(style)
    if writer is None:
        raise ConfigError(
            f"no style {style!r}{nearest(style, _STYLES)} of pairs; there are: {', '.join(_STYLES)}"
        )
    return writer([(trimmed(pair["question"]), trimmed(pair["answer"])) for pair in pairs], locale)


_Texts = list[tuple[str, str]]


def _words(locale: Locale) -> Vocabulary:
    return vocabulary(locale, _KINDS)


def _labels(pairs: _Texts, locale: Locale) -> str:
    return "\n\n".join(_labelled(pair, locale, "") for pair in pairs)


def _numbered(pairs: _Texts, locale: Locale) -> str:
    return "\n\n".join(_labelled(pair, locale, f" {n}") for n, pair in enumerate(pairs, start=1))


def _labelled(pair: tuple[str, str], locale: Locale, number: str) -> str:
    return "\n".join(
        f"{locale.labels[kind][0]}{number}: {labels.escape(text, _words(locale))}"
        for kind, text in zip(_KINDS, pair, strict=True)
    )


def _tags(pairs: _Texts, locale: Locale) -> str:
    return "\n\n".join(
        "\n".join(_tagged(kind, text, locale) for kind, text in zip(_KINDS, pair, strict=True))
        for pair in pairs
    )


def _tagged(kind: str, text: str, locale: Locale) -> str:
    # Behind its tag, where `<think>` opens no reasoning; a colon there would be the tag's.
    gap = "\n" if text.startswith((":", "：")) else " "
    return f"[{kind.upper()}]{gap}{tags.escape(text, _words(locale))}\n[END]"


def _xml(pairs: _Texts, locale: Locale) -> str:
    return "\n".join(
        "<pair>\n"
        + "\n".join(
            f"<{kind}>{tags.escape_xml(text)}</{kind}>"
            for kind, text in zip(_KINDS, pair, strict=True)
        )
        + "\n</pair>"
        for pair in pairs
    )


def _json(pairs: _Texts, locale: Locale) -> str:
    return json.dumps(_objects(pairs), ensure_ascii=False, indent=2)


def _jsonl(pairs: _Texts, locale: Locale) -> str:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in _objects(pairs))


def _objects(pairs: _Texts) -> list[dict[str, str]]:
    return [dict(zip(_KINDS, pair, strict=True)) for pair in pairs]


def _table(pairs: _Texts, locale: Locale) -> str:
    heading = " | ".join(locale.labels[kind][0] for kind in _KINDS)
    rows = [" | ".join(map(tables.escape, pair)) for pair in pairs]
    return "\n".join(f"| {row} |" for row in (heading, "--- | ---", *rows))


_STYLES: Mapping[str, Callable[[_Texts, Locale], str]] = {
    "labels": _labels,
    "numbered": _numbered,
    "tags": _tags,
    "json": _json,
    "jsonl": _jsonl,
    "xml": _xml,
    "table": _table,
}
