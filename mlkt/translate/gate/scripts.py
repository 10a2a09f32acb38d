"""Whether a translation is written in its script, and what is left in the source's.

kn>en  "ನಗರದಲ್ಲಿ 65 ವಾರ್ಡ್‌ಗಳಿವೆ"                 wrong_script
kn>en  "The city has 65 ವಾರ್ಡ್‌ಗಳಿವೆ"             source_script_left
en>zh  "這座城市有65個區。"                    wrong_script: Hant, expected Hans
"""

from collections.abc import Iterator

from mlkt.text.han_forms import han_form, is_foreign_to_japanese
from mlkt.text.scripts import script_parts, share_of
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem
from mlkt.translate.tags import without_region

_MIN_LETTERS = 12  # for shares of scripts
_MIN_LETTERS_OF_FOREIGN = 4  # … and where nothing at all is in the target's script
_MIN_SHARE = 0.2  # of letters in the target's script: "Google ಮತ್ತು Facebook" has 0.22
_MAX_FOREIGN = 0.25  # of letters in a script of neither language
# Varieties that are written in the one form or the other; Hakka, Wu and their like are in both.
_OF_ONE_FORM = frozenset({"zh", "cmn", "yue"})
_MAX_RESIDUE = 0.1  # reference 5.1: 5 to 10 % of the letters


def check_script(texts: Texts) -> Iterator[Problem]:
    """Find a target in another script, and the source's script in it."""
    script, source_script = texts.target_script, texts.source_script
    if script is None or not texts.target_letters:
        return
    if script in ("Hans", "Hant") and _language(texts.target_lang) in _OF_ONE_FORM:
        form = han_form(texts.target_prose)
        if form not in (None, script):
            yield Problem("wrong_script", "blocking", f"{form}, expected {script}")
            return
    if script == "Jpan" and not _holds_kana(texts) and is_foreign_to_japanese(texts.target_prose):
        yield Problem("wrong_script", "blocking", "Hans, expected Jpan")
        return
    own = share_of(texts.target_shares, script)
    if texts.target_letters < _MIN_LETTERS:
        foreign = 1.0 - own - texts.target_shares.get("Latn", 0.0)
        if own == 0.0 and foreign == 1.0 and texts.target_letters >= _MIN_LETTERS_OF_FOREIGN:
            yield Problem("wrong_script", "blocking", f"0% {script}: {texts.target[:40]}")
        return
    if own < _MIN_SHARE:
        yield Problem("wrong_script", "blocking", f"{own:.0%} {script}, expected {_MIN_SHARE:.0%}")
        return
    known = {"Latn", "Zzzz", *script_parts(script), *script_parts(source_script or "")}
    foreign = sum(part for code, part in texts.target_shares.items() if code not in known)
    if foreign > _MAX_FOREIGN:
        yield Problem("wrong_script", "blocking", f"{foreign:.0%} neither {script} nor Latn")
    # Latin names stand in texts of all scripts, so only other scripts are residue; and of Japanese
    # in Chinese only kana are.
    left = {*script_parts(source_script or "Latn")} - {"Latn", *script_parts(script)}
    residue = sum(texts.target_shares.get(part, 0.0) for part in left)
    if residue > 0:
        severity = "blocking" if residue > _MAX_RESIDUE else "minor"
        yield Problem("source_script_left", severity, f"{residue:.0%} {source_script}")


def _holds_kana(texts: Texts) -> bool:
    return not {"Hira", "Kana"}.isdisjoint(texts.target_shares)


def _language(tag: str) -> str:
    return without_region(tag).split("-")[0]
