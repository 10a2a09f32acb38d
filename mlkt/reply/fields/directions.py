r"""Take marks that nobody sees off the ends of a value: marks of direction, zero-width spaces.

trimmed("\u200f Here.\u200f") -> "Here."      trimmed("\u2067Here.\u2069") stays: its pair is whole

Joiners stay everywhere (U+200C and U+200D spell words), and so does a pair that opens and closes
inside the value.
"""

_OPENING = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e"
_CLOSING = "\u2069\u202c"
_SINGLE = "\u200b\u200e\u200f\u2060\ufeff\u061c\u00ad"
_MARKS = frozenset(_OPENING + _CLOSING + _SINGLE)
_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_EDGE = _SPACES + _SINGLE


def trimmed(value: str) -> str:
    """Return `value` without white space and lone invisible marks at its ends."""
    value = value.strip()
    if not value or not (value[0] in _MARKS or value[-1] in _MARKS):
        return value
    value = value.lstrip(_EDGE + _CLOSING).rstrip(_EDGE + _OPENING)
    surplus = _count(value, _OPENING) - _count(value, _CLOSING)
    bare = value.lstrip(_EDGE + _OPENING) if surplus > 0 else value.rstrip(_EDGE + _CLOSING)
    return bare if len(value) - len(bare) <= abs(surplus) else value


def _count(text: str, chars: str) -> int:
    return sum(map(text.count, chars))
