"""Scripts: which ones a text is written in, and which one a language is written in.

script_shares("ಬೆಂಗಳೂರು (Bengaluru)")  ->  {"Latn": 0.53, "Knda": 0.47}
script_share("東京タワー", "Jpan")        ->  1.0
expected_script("sr-Latn")             ->  "Latn"
"""

from collections import Counter
from functools import cache, lru_cache

import regex

from mlkt.errors import LanguageError
from mlkt.packs import load_locale

# Codes that ISO 15924 gives to several scripts used together, and to styles of one script.
_PARTS = {
    "Jpan": ("Hani", "Hira", "Kana"),
    "Hrkt": ("Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Hanb": ("Hani", "Bopo"),
    "Aran": ("Arab",),
    "Latf": ("Latn",),
    "Latg": ("Latn",),
    "Cyrs": ("Cyrl",),
}
# Likely scripts by CLDR 47 (likelySubtags): languages of ISO 639-1, of FLORES-200 and of Wikipedia,
# the main one first.
_LANGUAGES = {
    "Latn": "en es fr pt de id ms tr vi it pl uz ha yo ig sw so om zu xh af nl ro hu cs sv az jv"
    " su fil tl ceb ilo war rw rn ny mg sn ln lg lu ki kg kr wo ff bm ee ak tw st tn ts ss"
    " ve nr nd nso sk fi da no nb nn is fo lt lv et hr bs sl sq mt eu ca gl oc br cy ga gd"
    " gv kw lb fy rm co sc ht qu ay gn eo ia ie io vo la tk kmr ku lus mi sm to fj ty haw"
    " mh na ch tet tpi bi ace ban bug min pag pap kab kac kam kbp kea kmb lij lim li lmo"
    " ltg luo lua mos nus scn srd szl tum umb vec fur fon fuv dik dyu bem cjk sg taq crh"
    " gag pcm gcr gcf ext an ast bcl guw frr nds hsb dsb csb wa zea",
    "Cyrl": "ru uk be bg mk sr kk ky tg mn tt ba cv os ce av ab kv udm sah tyv bua xal myv mdf mhr",
    "Arab": "ar ur fa ps sd ug ckb pnb skr ks azb arz ary acm apc ajp aeb acq ars prs glk mzn lrc"
    " bal sdh",
    "Deva": "hi mr ne sa bho mai awa mag hne kok gom doi brx new raj",
    "Beng": "bn as mni bpy ctg syl",
    "Knda": "kn tcy",
    "Telu": "te",
    "Taml": "ta",
    "Mlym": "ml",
    "Gujr": "gu",
    "Guru": "pa",
    "Orya": "or ory",
    "Sinh": "si",
    "Hans": "zh cmn wuu gan hak hsn nan cdo lzh",
    "Hant": "yue",
    "Jpan": "ja",
    "Kore": "ko",
    "Thai": "th",
    "Laoo": "lo",
    "Khmr": "km",
    "Mymr": "my shn mnw",
    "Tibt": "bo dz",
    "Ethi": "am ti gez",
    "Geor": "ka xmf",
    "Armn": "hy hyw",
    "Grek": "el grc pnt",
    "Hebr": "he yi hbo lad",
    "Thaa": "dv",
    "Olck": "sat",
    "Nkoo": "nqo",
    "Tfng": "zgh tzm",
    "Syrc": "syr arc",
    "Cher": "chr",
    "Cans": "iu cr",
    "Copt": "cop",
    "Yiii": "ii",
    "Vaii": "vai",
}
# Where a region changes the script, for languages with many readers on both sides (CLDR 47,
# likelySubtags; Kurdish in Iraq and Iran by `ku-Arab`, which stands for Iraq there).
_REGIONS = {
    "zh": {"Hant": "TW HK MO"},
    "yue": {"Hans": "CN"},
    "pa": {"Arab": "PK"},
    "sr": {"Latn": "ME RO TR"},
    "uz": {"Arab": "AF", "Cyrl": "CN"},
    "az": {"Arab": "IR IQ", "Cyrl": "RU"},
    "kk": {"Arab": "CN IR AF MN"},
    "ky": {"Arab": "CN", "Latn": "TR"},
    "ku": {"Arab": "IQ IR LB"},
    "ug": {"Cyrl": "KZ MN"},
    "sd": {"Deva": "IN"},
    "tg": {"Arab": "PK"},
    "mn": {"Mong": "CN"},
    "ms": {"Arab": "CC"},
    "ha": {"Arab": "CM SD"},
}
_LIKELY = {lang: script for script, row in _LANGUAGES.items() for lang in row.split()} | {
    f"{lang}-{region}".casefold(): script
    for lang, scripts in _REGIONS.items()
    for script, regions in scripts.items()
    for region in regions.split()
}

# Scripts of Unicode 16 by their ISO 15924 codes (PropertyValueAliases.txt, property sc), without
# the ones that no living language uses.
_SCRIPTS = (
    "Latn Cyrl Arab Deva Beng Knda Taml Telu Mlym Gujr Guru Orya Sinh Hani Hira Kana Hang"
    " Thai Laoo Khmr Mymr Tibt Ethi Geor Armn Grek Hebr Mong Thaa Syrc Nkoo Tfng Olck Mtei"
    " Cher Cans Copt Bopo Yiii Vaii Adlm Bali Batk Bamu Bass Bugi Buhd Cakm Cham Gong Gonm"
    " Hano Hmng Hmnp Java Kali Lana Lepc Limb Lisu Mand Mend Mroo Nagm Newa Osge Plrd Rjng"
    " Rohg Samr Saur Sora Sund Sylo Tagb Tale Talu Tavt Tglg Tirh Tnsa Toto Wara Wcho Yezi"
    " Glag Goth Ital Runr Ogam Brah Gran Modi Shrd Sidd Takr Kthi Mahj"
)
_SCRIPT = regex.compile("|".join(rf"(?P<{code}>\p{{sc={code}}})" for code in _SCRIPTS.split()))
_LETTER = regex.compile(r"\p{Alphabetic}")
# Scripts whose words stand side by side without spaces (Unicode Standard Annex #29, section 4:
# "word boundaries … ideographic, Thai, Lao, Khmer, Myanmar"; property Line_Break=SA and ID).
UNSPACED = ("Hani", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr")


def script_shares(text: str) -> dict[str, float]:
    """Return ISO 15924 code -> share of the letters of `text`, the largest first.

    Letters are what Unicode calls alphabetic: vowel signs count, viramas and combining accents do
    not. Unicode's scripts are told apart: Japanese gives `Hani`, `Hira` and `Kana`. What several
    scripts share is left out; `Zzzz` stands for scripts of no living language. Without letters the
    result is empty.
    """
    return script_counts(text)[0]


def script_counts(text: str) -> tuple[dict[str, float], int]:
    """Return what `script_shares` does, and how many letters it counted."""
    counts = _count_letters(text)
    total = counts.total()
    return {script: count / total for script, count in counts.most_common()}, total


def script_share(text: str, script: str) -> float:
    """Return the share of the letters of `text` in `script`, a compound such as `Jpan` too."""
    return share_of(script_shares(text), script)


def share_of(shares: dict[str, float], script: str) -> float:
    """Return the share of `script`, a compound such as `Jpan` too, in what `script_shares` gave."""
    return sum(shares.get(part, 0.0) for part in script_parts(script))


def script_parts(script: str) -> tuple[str, ...]:
    """Return Unicode's scripts behind an ISO 15924 code: three for `Jpan`, itself for most."""
    return _PARTS.get(script, (script,))


@lru_cache(maxsize=1024)  # a code without a locale takes a search for the nearest one
def expected_script(lang: str) -> str | None:
    """Return the ISO 15924 code of the script that `lang` (BCP 47) is written in, None if unknown.

    An explicit script in the code wins, then the locale, then a table of likely scripts.
    """
    tag = regex.split(r"-[a-z0-9]-", lang.replace("_", "-").casefold())[0]
    base, *rest = tag.split("-")
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return part.title()
    for part in rest:
        if f"{base}-{part}" in _LIKELY:
            return _LIKELY[f"{base}-{part}"]
    try:
        return load_locale(tag).script
    except LanguageError:
        return _LIKELY.get(base)


@lru_cache(maxsize=1024)
def has_usual_script(lang: str) -> bool:
    """Tell whether `lang` is written in its language's usual script: `hi` is, `hi-Latn` is not.

    Simplified and Traditional Chinese are one script here.
    """
    own, usual = (expected_script(tag) for tag in (lang, regex.split("[-_]", lang)[0]))
    return None in (own, usual) or not {*script_parts(own or "")}.isdisjoint(
        script_parts(usual or "")
    )


def likely_languages(script: str) -> list[str]:
    """Return the languages likely to be written in `script`, the main one first."""
    if script in _LANGUAGES:
        return _LANGUAGES[script].split()
    rows = (row for code, row in _LANGUAGES.items() if script in script_parts(code))
    return [lang for row in rows for lang in row.split()]


def count_letters(text: str) -> int:
    """Return how many characters of `text` are letters in the sense of `script_shares`."""
    return _count_letters(text).total()


def _count_letters(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for sign, count in Counter(text).items():
        script = _script_of(sign)
        if script:
            counts[script] += count
    return counts


@cache
def _script_of(sign: str) -> str:
    if not _LETTER.match(sign):
        return ""
    found = _SCRIPT.match(sign)
    if found and found.lastgroup:
        return str(found.lastgroup)
    return "" if regex.match(r"[\p{sc=Zyyy}\p{sc=Zinh}]", sign) else "Zzzz"
