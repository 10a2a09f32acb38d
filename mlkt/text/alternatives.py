"""Write a regular expression that matches any of many forms, longest first, at the speed of one.

A plain alternation of a thousand number words tries each of them at each place; as a tree of common
beginnings it is five to eight times as fast (measured on Kannada, Hindi, Swahili and English).

    any_of(["ten", "tenth", "two"])  ->  t(?:en(?:th)?|wo)
"""

from collections.abc import Iterable
from typing import Any

import regex

SPACE = r"[ \u00a0\u202f]"


def any_of(forms: Iterable[str]) -> str:
    """Return the pattern; a space in a form matches one or more spaces, breaking or not.

    The pattern of no forms matches nowhere.
    """
    tree: dict[str, Any] = {}
    for form in forms:
        node = tree
        for sign in form:
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branches(tree) if tree else r"(?!)"


def _branches(node: dict[str, Any]) -> str:
    signs = sorted(sign for sign in node if sign)
    parts = [_sign(sign) + _branches(node[sign]) for sign in signs]
    if not parts:
        return ""
    several = len(parts) > 1 or "" in node
    pattern = f"(?:{'|'.join(parts)})" if several else parts[0]
    return f"{pattern}?" if "" in node else pattern


def _sign(sign: str) -> str:
    return f"{SPACE}+" if sign == " " else regex.escape(sign)
