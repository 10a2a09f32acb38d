"""Find the tokens that name a pair of languages in a model's vocabulary, or say why it has none.

choose_tags(folder, NLLB, "kn", "en")    -> Tags(source="kan_Knda", target="eng_Latn")
choose_tags(folder, MADLAD, "kn", "en")  -> Tags(source="", target="<2en>")

A code that a vocabulary lacks would silently become `<unk>`, and the output another language.
"""

import difflib
from dataclasses import dataclass

import regex

from mlkt.errors import EngineError
from mlkt.text.scripts import expected_script, script_parts
from mlkt.translate.engines.nmt.codes import any_codes, flores_codes, same_for_models, short_codes
from mlkt.translate.engines.nmt.folder import ModelFolder, Vocabulary
from mlkt.translate.engines.nmt.indic_scripts import is_unified
from mlkt.translate.engines.nmt.profiles import Profile

_FORMS = {"flores": flores_codes, "short": short_codes, "any": any_codes}


@dataclass(frozen=True, slots=True)
class Tags:
    """The tokens that name the languages to a model; empty where it needs none."""

    source: str
    target: str


def choose_tags(folder: ModelFolder, profile: Profile, source_lang: str, target_lang: str) -> Tags:
    """Return the tokens for a pair of BCP 47 codes.

    Raises:
        EngineError: a language that the vocabulary has no code for, or no letters of its script.
    """
    if same_for_models(source_lang, target_lang):
        raise EngineError(f"nothing to translate from {source_lang!r} to {target_lang!r}")
    _check_script(folder.source, source_lang, profile)
    _check_script(folder.target, target_lang, profile)
    source = target = ""
    if "source" in profile.tags:
        source = _find(folder.source, profile, source_lang)
    if "target" in profile.tags:
        target = _find(folder.source, profile, target_lang)
    if profile.target_prefix:
        target = _find(folder.target, profile, target_lang)
    return Tags(source, target)


def _find(vocabulary: Vocabulary, profile: Profile, lang: str) -> str:
    wanted = [profile.code.format(code) for code in _FORMS[profile.codes](lang)]
    held = set(vocabulary.tokens)
    found = next((code for code in wanted if code in held), None)
    if found is not None:
        return found
    pattern = regex.compile(profile.code_pattern)
    known = sorted(token for token in held if pattern.fullmatch(token))
    if not known and profile.tags_optional:
        return ""
    name = wanted[0] if wanted else lang
    raise EngineError(
        f"{str(vocabulary.file)!r} has no code {name!r} for the language {lang!r}"
        f"{_near(name, known)}: use a model that was trained on it, or another profile than "
        f"{profile.name!r}"
    )


def _near(code: str, known: list[str]) -> str:
    if not known:
        return ", nor any other language's"
    name = code.partition("_")[0]
    same = [each for each in known if name and each.partition("_")[0] == name]
    alike = difflib.get_close_matches(code, known, n=4, cutoff=0.6)
    near = list(dict.fromkeys([*same, *alike]))[:4]
    return f" (near ones: {', '.join(near)})" if near else f" ({len(known)} others)"


def _check_script(vocabulary: Vocabulary, lang: str, profile: Profile) -> None:
    """Check that a vocabulary holds a letter of the language's script: a wrong direction has none.

    Raises:
        EngineError: it holds none.
    """
    script = expected_script(lang)
    if script is None:
        return
    if profile.preparation == "indic" and is_unified(script):
        script = "Deva"
    letter = _letter(script)
    if letter and not any(letter.search(token) for token in vocabulary.tokens):
        raise EngineError(
            f"{str(vocabulary.file)!r} holds no letter of the script {script!r}, in which {lang!r} "
            "is written: this model does not translate this pair in this direction"
        )


def _letter(script: str) -> "regex.Pattern[str] | None":
    """Return what matches a letter of a script (ISO 15924), or None where Unicode has none."""
    letters = "".join(rf"\p{{sc={part}}}" for part in script_parts(script))
    try:
        return regex.compile(f"[{letters}]")
    except regex.error:
        return None
