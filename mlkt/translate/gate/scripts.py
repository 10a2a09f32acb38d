"""Whether a translation is written in its script, and what is left in the source's.

kn>en  "ನಗರದಲ್ಲಿ 65 ವಾರ್ಡ್‌ಗಳಿವೆ"                 wrong_script
kn>en  "The city has 65 ವಾರ್ಡ್‌ಗಳಿವೆ"             source_script_left
"""

from collections.abc import Iterator

from mlkt.text.scripts import script_parts, share_of
from mlkt.translate.gate.texts import Texts
from mlkt.translate.problems import Problem

_MIN_LETTERS = 12  # for shares of scripts
_MIN_LETTERS_OF_FOREIGN = 4  # … and where nothing at all is in the target's script
_MIN_SHARE = 0.2  # of letters in the target's script: "Google ಮತ್ತು Facebook" has 0.22
_MAX_FOREIGN = 0.25  # of letters in a script of neither language
_MAX_RESIDUE = 0.1  # reference 5.1: 5 to 10 % of the letters


def check_script(texts: Texts) -> Iterator[Problem]:
    """Find a target in another script, and the source's script in it."""
    script, source_script = texts.target_script, texts.source_script
    if script is None or not texts.target_letters:
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
    # Latin names stand in texts of all scripts, so only other scripts are residue.
    if source_script not in (None, script, "Latn"):
        residue = share_of(texts.target_shares, source_script)
        if residue > 0:
            severity = "blocking" if residue > _MAX_RESIDUE else "minor"
            yield Problem("source_script_left", severity, f"{residue:.0%} {source_script}")
