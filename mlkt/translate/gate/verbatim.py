"""What must come through as it is: addresses, placeholders, tags; and entities, which must not.

See https://a.in/x?id=1, {name}.  ->  ನೋಡಿ https://a.in/x?id=7, {name}.        verbatim_changed
ಅದು ರಾಜನ ಅರಮನೆ.                  ->  It is the king&#39;s palace.             html_entities
"""

from collections import Counter
from collections.abc import Iterator

import regex

from mlkt.translate.problems import Problem

_ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_KEPT = regex.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s<>\"\p{Pi}\p{Pf}]+(?<![.,;:!?)\]'،؛؟।。])"  # https://a.b/c
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"  # x@y.z
    r"|(?<![A-Za-z0-9_@.])[a-z0-9-]{2,63}(?:\.[a-z0-9-]{1,63}){1,3}/[\w./?=&%#-]*[\w/]"  # a.org/c
    r"|\{\{[^{}\n]{0,60}\}\}|\$?\{[^{}\s]{0,60}\}"  # {{ name }} ${name} {name}
    r"|%(?:\(\w+\)|\d{1,2}\$)?[sdif](?![A-Za-z0-9_])|%\w{1,30}%"  # %s %(name)s %1$s %NAME%
    r"|</?[A-Za-z][^<>\n]{0,200}>"  # <x1/> <b> </b>
    r"|__[A-Z0-9][A-Z0-9_]*?__|_{2,}|\[\[[A-Z0-9_-]{1,80}\]\]"  # __NAME__ ____ [[0]]
    r"|(?<!\S)[@#][A-Za-z]\w*"  # @name #tag
)
_MAY_HOLD = regex.compile(r"[@/{}%<>_\[#&$\\|~^`]|www\.")  # cheap, and true of few segments
# Marks that hardly any prose holds: a broken placeholder leaves one of them over.
_SIGNS = regex.compile(r"[{}<>\\|~^`$]|%(?=[(\p{L}])")
_PRICE = regex.compile(r"\$(?=\s?\p{Nd})|(?<=\p{Nd}\s?)\$|(?<=\p{L})\$")


def check_verbatim(source: str, target: str) -> Iterator[Problem]:
    """Compare what must come through as it is, and what must not come up."""
    if not (_MAY_HOLD.search(source) or _MAY_HOLD.search(target)):
        return
    kept, found = Counter(_KEPT.findall(source)), Counter(_KEPT.findall(target))
    lost, added = kept - found, found - kept
    _spare_endings(lost, added)
    if lost or added:
        severity = "blocking" if _is_hard(lost) or _is_hard(added) else "minor"
        evidence = f"{sorted(lost.elements())} -> {sorted(added.elements())}"
        yield Problem("verbatim_changed", severity, evidence)
    else:
        yield from _left_over(source, target)
    if entities := sorted(set(_ENTITY.findall(target)) - set(_ENTITY.findall(source))):
        yield Problem("html_entities", "blocking", " ".join(entities))


def strip_verbatim(text: str) -> str:
    """Return the text with a blank for each address, placeholder and tag."""
    return _KEPT.sub(" ", text) if _MAY_HOLD.search(text) else text


def _is_hard(marks: Counter[str]) -> bool:
    """Tell whether any is more than a handle or a tag of social media: people translate these."""
    return any(mark[0] not in "@#" for mark in marks)


def _spare_endings(lost: Counter[str], added: Counter[str]) -> None:
    """Take out what only carries a case ending of a script without capitals: a.in/xನಲ್ಲಿ."""
    for longer, shorter in ((added, lost), (lost, added)):
        for mark in list(longer):
            stem = regex.sub(r"[\p{Lo}\p{M}\u200c\u200d]+$", "", mark).rstrip("-")
            if stem != mark and shorter[stem] == longer[mark]:
                del longer[mark], shorter[stem]


def _left_over(source: str, target: str) -> Iterator[Problem]:
    """Find a sign of markup that stands on one side only."""
    if not (_SIGNS.search(source) or _SIGNS.search(target)):
        return
    signs, given = (
        Counter(_SIGNS.findall(_PRICE.sub("", strip_verbatim(text)))) for text in (source, target)
    )
    if signs != given:
        evidence = (
            f"{' '.join((signs - given).elements())} -> {' '.join((given - signs).elements())}"
        )
        yield Problem("verbatim_changed", "minor", evidence)
