"""Check that a document is in the language it is declared to be in."""

from collections import Counter
from collections.abc import Iterator

from mlkt.errors import LanguageError
from mlkt.packs import languages, load_locale
from mlkt.sources.document import Document
from mlkt.text import identify, script_share, script_shares

_MAX_OWN_SCRIPT = 0.3  # of the letters; an article full of foreign names keeps more of its own
_MIN_OTHER = 0.6  # of the letters: the share of one other script or language that is clear
_MAX_OWN = 0.1  # of the letters: the share read as the declared language where another is clear
_MIN_LETTERS = 20  # shorter texts are names, which any language may hold
_PIECES, _PIECE_CHARS = 20, 600  # spread over the document; 600 characters are some four sentences


def check_language(document: Document) -> None:
    """Refuse a document that is clearly in another language than declared.

    Scripts decide first. Between languages of one script, pieces from all over the document are
    identified, and the document is refused if one other language prevails and hardly any piece is
    in the declared one. Mixed, short and doubtful texts pass.

    Raises:
        LanguageError: another language, or no locale for the declared one.
    """
    locale = load_locale(document.lang)
    if sum(map(str.isalpha, document.text)) < _MIN_LETTERS:
        return
    shares = script_shares(document.text)
    own = script_share(document.text, locale.script)
    script, share = next(iter(shares.items()))
    place = document.path or document.url or document.title or document.id
    declared = f"{place!r} is declared as {document.lang!r} ({locale.name})"
    if own < _MAX_OWN_SCRIPT and share > _MIN_OTHER:
        seen = identify(document.text).lang
        raise LanguageError(
            f"{declared}, but {share:.0%} of its letters are in the script {script} and {own:.0%} "
            f"in {locale.script}: {_cure(seen)}"
        )
    if own < _MIN_OTHER:
        return
    found = _identified(document.text)
    seen, count = next(iter(found.most_common(1)))
    spoken = document.lang.partition("-")[0]
    right = sum(letters for lang, letters in found.items() if lang.partition("-")[0] == spoken)
    total = found.total()
    if seen not in ("und", spoken) and count > _MIN_OTHER * total and right < _MAX_OWN * total:
        raise LanguageError(
            f"{declared}, but {count / total:.0%} of its text reads as {_named(seen)}: "
            f"{_cure(seen)}"
        )


def _identified(text: str) -> Counter[str]:
    """Return language -> letters of the pieces that are in it."""
    found: Counter[str] = Counter()
    for piece in _pieces(text):
        found[identify(piece).lang] += sum(map(str.isalpha, piece))
    return found


def _pieces(text: str) -> Iterator[str]:
    if len(text) <= _PIECES * _PIECE_CHARS:
        starts = range(0, len(text), _PIECE_CHARS)
    else:
        starts = [index * (len(text) - _PIECE_CHARS) // (_PIECES - 1) for index in range(_PIECES)]
    for start in starts:
        yield text[start : start + _PIECE_CHARS]


def _cure(seen: str) -> str:
    known = languages()
    if seen in known:
        return (
            f"declare it with --lang {seen} (mlkt translate: --from {seen}), "
            "or name another document"
        )
    return f"name another document, or declare the language it is in, one of {', '.join(known)}"


def _named(lang: str) -> str:
    return f"{lang!r} ({load_locale(lang).name})" if lang in languages() else repr(lang)
