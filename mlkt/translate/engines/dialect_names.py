"""The languages that families of translation models know, and what their prompts call them.

HUNYUAN["kk"] -> "Kazakh"    HUNYUAN_IN_CHINESE["kk"] -> "哈萨克语"    "kn" in SARVAM -> True

Sources: Hunyuan-MT's table in Tencent-Hunyuan/Hy-MT2, README at 3509fd9; Sarvam's blog post on
Sarvam-Translate; the model cards of TowerInstruct v0.2 and Tower+ (arXiv 2506.17080).
"""


def _table(rows: str) -> dict[str, str]:
    """Read `code name` entries that are set apart by commas."""
    entries = (entry.split(maxsplit=1) for entry in rows.split(","))
    return {code: " ".join(name.split()) for code, name in entries}


HUNYUAN = _table(
    "zh Chinese, en English, fr French, pt Portuguese, es Spanish, ja Japanese, tr Turkish, "
    "ru Russian, ar Arabic, ko Korean, th Thai, it Italian, de German, vi Vietnamese, ms Malay, "
    "id Indonesian, tl Filipino, fil Filipino, hi Hindi, zh-Hant Traditional Chinese, pl Polish, "
    "cs Czech, nl Dutch, km Khmer, my Burmese, fa Persian, gu Gujarati, ur Urdu, te Telugu, "
    "mr Marathi, he Hebrew, bn Bengali, ta Tamil, uk Ukrainian, bo Tibetan, kk Kazakh, "
    "mn Mongolian, ug Uyghur, yue Cantonese"
)
HUNYUAN_IN_CHINESE = _table(
    "zh 中文, en 英语, fr 法语, pt 葡萄牙语, es 西班牙语, ja 日语, tr 土耳其语, ru 俄语, "
    "ar 阿拉伯语, ko 韩语, th 泰语, it 意大利语, de 德语, vi 越南语, ms 马来语, "
    "id 印尼语, tl 菲律宾语, fil 菲律宾语, hi 印地语, zh-Hant 繁体中文, pl 波兰语, cs 捷克语, "
    "nl 荷兰语, km 高棉语, my 缅甸语, fa 波斯语, gu 古吉拉特语, ur 乌尔都语, te 泰卢固语, "
    "mr 马拉地语, he 希伯来语, "
    "bn 孟加拉语, ta 泰米尔语, uk 乌克兰语, bo 藏语, kk 哈萨克语, "
    "mn 蒙古语, ug 维吾尔语, yue 粤语"
)
SARVAM = _table(
    "en English, hi Hindi, bn Bengali, mr Marathi, te Telugu, ta Tamil, gu Gujarati, ur Urdu, "
    "kn Kannada, or Odia, ml Malayalam, pa Punjabi, as Assamese, mai Maithili, sat Santali, "
    "ks Kashmiri, ne Nepali, sd Sindhi, doi Dogri, kok Konkani, mni Manipuri, brx Bodo, "
    "sa Sanskrit"
)
TOWER = _table(
    "en English, pt Portuguese, es Spanish, fr French, de German, nl Dutch, it Italian, ko Korean, "
    "zh Chinese, ru Russian"
)
TOWER_PLUS = _table(
    "de German, es Spanish, es-MX Spanish (Latin America), fr French, it Italian, ko Korean, "
    "nl Dutch, ru Russian, en English, pt Portuguese (Portugal), pt-BR Portuguese (Brazil), "
    "zh Chinese (Simplified), zh-Hant Chinese (Traditional), cs Czech, uk Ukrainian, hi Hindi, "
    "is Icelandic, ja Japanese, pl Polish, sv Swedish, hu Hungarian, ro Romanian, da Danish, "
    "no Norwegian (Bokmål), nb Norwegian (Bokmål), nn Norwegian (Nynorsk), fi Finnish"
)
# English names by code, of all of them.
NAMES = TOWER_PLUS | SARVAM | HUNYUAN
