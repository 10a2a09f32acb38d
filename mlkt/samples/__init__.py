"""The articles that ship with mlkt, each with its English translation as a translation memory."""

from pathlib import Path

from mlkt.errors import ConfigError, nearest

_HERE = Path(__file__).resolve().parent


def sample(lang: str) -> tuple[Path, Path]:
    """Return the sample article in `lang` (Markdown) and its translation memory (TMX).

    Raises:
        ConfigError: there is no sample in this language.
    """
    known = sorted(path.stem for path in _HERE.glob("*.tmx"))
    if lang not in known:
        hint = nearest(lang, known)
        raise ConfigError(f"no sample in {lang!r}{hint}; there are {', '.join(known)}")
    return _HERE / f"{lang}.md", _HERE / f"{lang}.tmx"
