"""What translation models call languages, from the BCP 47 codes that everything else uses.

flores_codes("kn") -> ["kan_Knda"]              NLLB, IndicTrans2
flores_codes("zh-TW") -> ["zho_Hant"]
short_codes("zh-Hant") -> ["zh_Hant"]           M2M-100, MADLAD: never another script
short_codes("nb-NO") -> ["nb", "no"]
any_codes("hi") -> ["hin", "hi", "hin_Deva"]    Marian

Several codes are forms that models differ in; the first one that a vocabulary holds is taken.
"""

from mlkt.errors import LanguageError
from mlkt.packs import load_locale
from mlkt.text.scripts import expected_script
from mlkt.translate.tags import without_region

# ISO 639-3 of the two-letter codes among the languages of FLORES-200 and IndicTrans2. A
# macrolanguage stands as FLORES has it, which is one of its members: ar is arb, lv is lvs.
_ISO639_3: dict[str, str] = {
    pair.partition(":")[0]: pair.partition(":")[2]
    for pair in """
    af:afr ak:aka am:amh ar:arb as:asm ay:ayr az:azj ba:bak be:bel bg:bul bm:bam bn:ben bo:bod
    bs:bos ca:cat cs:ces cy:cym da:dan de:deu dz:dzo ee:ewe el:ell en:eng eo:epo es:spa et:est
    eu:eus fa:pes ff:fuv fi:fin fj:fij fo:fao fr:fra ga:gle gd:gla gl:glg gn:grn gu:guj ha:hau
    he:heb hi:hin hr:hrv ht:hat hu:hun hy:hye id:ind ig:ibo is:isl it:ita ja:jpn jv:jav ka:kat
    kg:kon ki:kik kk:kaz km:khm kn:kan ko:kor kr:knc ks:kas ku:kmr ky:kir lb:ltz lg:lug li:lim
    ln:lin lo:lao lt:lit lv:lvs mg:plt mi:mri mk:mkd ml:mal mn:khk mr:mar ms:zsm mt:mlt my:mya
    nb:nob ne:npi nl:nld nn:nno no:nob ny:nya oc:oci om:gaz or:ory pa:pan pl:pol ps:pbt pt:por
    qu:quy rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd sg:sag si:sin sk:slk sl:slv sm:smo
    sn:sna so:som sq:als sr:srp ss:ssw st:sot su:sun sv:swe sw:swh ta:tam te:tel tg:tgk th:tha
    ti:tir tk:tuk tl:tgl tn:tsn tr:tur ts:tso tt:tat tw:twi ug:uig uk:ukr ur:urd uz:uzn vi:vie
    wo:wol xh:xho yi:ydd yo:yor zh:zho zu:zul
    fil:tgl cmn:zho din:dik kok:gom
    """.split()
}
# Macrolanguages where FLORES has a member; Marian's models from OPUS use either.
_MACROLANGUAGES = {
    "ar": "ara", "ay": "aym", "az": "aze", "fa": "fas", "ff": "ful", "kr": "kau", "ku": "kur",
    "lv": "lav", "mg": "mlg", "mn": "mon", "ms": "msa", "ne": "nep", "om": "orm", "or": "ori",
    "ps": "pus", "qu": "que", "sq": "sqi", "sw": "swa", "uz": "uzb", "yi": "yid", "zh": "cmn",
}  # fmt: skip
# Scripts that FLORES names otherwise than BCP 47 does.
_SCRIPT_NAMES = {"Kore": "Hang", "Hani": "Hans", "Aran": "Arab"}
# NLLB's code for Santali names another script than FLORES-200 has it in.
_MISNAMED = {"sat_Olck": "sat_Beng"}
# Codes that ISO 639 has replaced, and pairs that models know by one of the two.
_SAME = (("he", "iw"), ("id", "in"), ("yi", "ji"), ("jv", "jw"), ("nb", "no"), ("fil", "tl"))
_SAME_SHORT = {**dict(_SAME), **{new: old for old, new in _SAME}, "nso": "ns", "cmn": "zh"}


def flores_codes(lang: str) -> list[str]:
    """Return the codes that FLORES-200's models may have for a BCP 47 code, the usual one first.

    An explicit script in `lang` decides; a language whose script is not known has none.
    """
    base, script = _parts(lang)
    iso = _ISO639_3.get(base, base)
    written = script or expected_script(lang)
    by_rule = f"{iso}_{_SCRIPT_NAMES.get(written, written)}" if written else None
    codes = [code for code in (_locale_code(lang), by_rule) if code]
    codes += [_MISNAMED[code] for code in codes if code in _MISNAMED]
    return list(dict.fromkeys(codes))


def short_codes(lang: str) -> list[str]:
    """Return the codes of models that name languages as BCP 47 does, without a region.

    A script that the language is not usually written in is part of the code (`sr_Latn`).
    """
    base, script = _parts(lang)
    usual = expected_script(base)
    if script is None and expected_script(lang) != usual:
        script = expected_script(lang)  # zh-TW: the region says it
    if script is not None and script != usual:
        return [f"{base}_{script}"]
    codes = [base] + ([_SAME_SHORT[base]] if base in _SAME_SHORT else [])
    return codes + ([f"{base}_{script}"] if script else [])


def any_codes(lang: str) -> list[str]:
    """Return every form that Marian models with several targets have: `hin`, `hi`, `hin_Deva`."""
    base, script = _parts(lang)
    written = script or expected_script(lang)
    names = [code.partition("_")[0] for code in flores_codes(lang)[:1]]
    names += [_MACROLANGUAGES[base]] if base in _MACROLANGUAGES else []
    with_script = [f"{name}_{_SCRIPT_NAMES.get(written, written)}" for name in names if written]
    plain = names if written == expected_script(base) else []
    return list(dict.fromkeys([*plain, *short_codes(lang), *with_script]))


def same_for_models(one: str, other: str) -> bool:
    """Tell whether two BCP 47 codes name one language in one script: `zh` and `zh-Hans` do."""
    return (flores_codes(one) or [one])[0] == (flores_codes(other) or [other])[0]


def _parts(lang: str) -> tuple[str, str | None]:
    """Return the language, and the script if it is named."""
    base, *rest = lang.replace("_", "-").casefold().split("-")
    return base, next((part.title() for part in rest if len(part) == 4 and part.isalpha()), None)


def _locale_code(lang: str) -> str | None:
    """Return what the locale of exactly this language and script says."""
    try:
        locale = load_locale(without_region(lang))
    except LanguageError:
        return None
    return locale.flores if locale.script == expected_script(lang) else None
