"""Codes of models from BCP 47: the rule, the exceptions, and never another script."""

import pytest

from mlkt.packs import languages, load_locale
from mlkt.translate.engines.nmt.codes import any_codes, flores_codes, same_for_models, short_codes


@pytest.mark.parametrize(
    ("lang", "code"),
    [
        ("kn", "kan_Knda"),
        ("kn-IN", "kan_Knda"),
        ("hi", "hin_Deva"),
        ("ar", "arb_Arab"),
        ("arz", "arz_Arab"),
        ("sw", "swh_Latn"),
        ("yo", "yor_Latn"),
        ("vi", "vie_Latn"),
        ("th", "tha_Thai"),
        ("ja", "jpn_Jpan"),
        ("ko", "kor_Hang"),
        ("zh", "zho_Hans"),
        ("zh-TW", "zho_Hant"),
        ("zh_hant", "zho_Hant"),
        ("yue", "yue_Hant"),
        ("ne", "npi_Deva"),
        ("or", "ory_Orya"),
        ("fa", "pes_Arab"),
        ("prs", "prs_Arab"),
        ("az", "azj_Latn"),
        ("lv", "lvs_Latn"),
        ("mg", "plt_Latn"),
        ("ms", "zsm_Latn"),
        ("mn", "khk_Cyrl"),
        ("no", "nob_Latn"),
        ("nb", "nob_Latn"),
        ("ps", "pbt_Arab"),
        ("sq", "als_Latn"),
        ("yi", "ydd_Hebr"),
        ("om", "gaz_Latn"),
        ("qu", "quy_Latn"),
        ("ku", "kmr_Latn"),
        ("tl", "tgl_Latn"),
        ("fil", "tgl_Latn"),
        ("mni", "mni_Beng"),
        ("mni-Mtei", "mni_Mtei"),
        ("sr", "srp_Cyrl"),
        ("ks-Deva", "kas_Deva"),
        ("sat", "sat_Olck"),
    ],
)
def test_flores_codes_follow_the_rule_and_its_exceptions(lang: str, code: str) -> None:
    assert flores_codes(lang)[0] == code


def test_every_locale_says_its_own_code() -> None:
    assert languages()
    for lang in languages():
        assert flores_codes(lang)[0] == load_locale(lang).flores


def test_a_language_without_a_known_script_has_no_flores_code() -> None:
    assert flores_codes("zzz") == []


@pytest.mark.parametrize(
    ("lang", "codes"),
    [
        ("kn", ["kn"]),
        ("en-GB", ["en"]),
        ("he", ["he", "iw"]),
        ("nb", ["nb", "no"]),
        ("zh-Hans", ["zh", "zh_Hans"]),
        ("zh-TW", ["zh_Hant"]),
        ("sr-Latn", ["sr_Latn"]),
        ("hi-Latn", ["hi_Latn"]),
    ],
)
def test_short_codes_never_change_the_script(lang: str, codes: list[str]) -> None:
    assert short_codes(lang) == codes


@pytest.mark.parametrize(
    ("lang", "held"),
    [("hi", "hin"), ("ar", "ara"), ("sw", "swa"), ("zh", "cmn_Hans"), ("zh-Hant", "cmn_Hant")],
)
def test_marian_codes_cover_what_models_from_opus_hold(lang: str, held: str) -> None:
    assert held in any_codes(lang)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("zh", "zh-Hans", True),
        ("zh", "zh-Hant", False),
        ("kn", "kn-IN", True),
        ("hi", "hi-Latn", False),
        ("kn", "en", False),
        ("zzz", "zzz", True),
        ("zzz", "yyy", False),
    ],
)
def test_one_language_in_one_script_is_the_same(one: str, other: str, same: bool) -> None:
    assert same_for_models(one, other) is same
