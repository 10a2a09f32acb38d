"""Language tags are compared without regions and never without a script that is not the usual."""

import pytest

from mlkt.errors import LanguageError
from mlkt.translate.tags import check_tag, same_language, without_region


@pytest.mark.parametrize(
    ("tag", "bare"),
    [
        ("kn", "kn"),
        ("kn-IN", "kn"),
        ("EN-us", "en"),
        ("zh_hant_TW", "zh-Hant"),
        ("es-419", "es"),
        ("hi-Latn", "hi-Latn"),
        ("sl-IT-nedis", "sl-nedis"),
        ("kan", "kan"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans", "zh"),
        ("zh-SG", "zh"),
        ("zh-TW", "zh-Hant"),
        ("ZH-hk", "zh-Hant"),
        ("zh-Hans-HK", "zh"),
        ("yue", "yue"),
        ("yue-CN", "yue-Hans"),
        ("pa", "pa"),
        ("pa-Guru", "pa"),
        ("pa_PK", "pa-Arab"),
        ("pa-Arab", "pa-Arab"),
        ("sr-Cyrl", "sr"),
        ("sr-RS", "sr"),
        ("sr-ME", "sr-Latn"),
        ("sr-Latn-RS", "sr-Latn"),
        ("sr-Cyrl-ME", "sr"),
        ("uz-AF", "uz-Arab"),
        ("uz-Cyrl-UZ", "uz-Cyrl"),
        ("kk-CN", "kk-Arab"),
        ("az-IR", "az-Arab"),
        ("ku-LB", "ku-Arab"),
        ("sd", "sd"),
        ("sd-IN", "sd-Deva"),
        ("kn-Knda-IN", "kn"),
        ("ja-Jpan", "ja"),
        ("am-ET", "am"),
        ("quz-Latn-PE", "quz-Latn"),
        ("de-1996", "de-1996"),
        ("hi-IN-u-nu-latn", "hi-u-nu-latn"),
        ("en-x-US", "en-x-us"),
    ],
)
def test_regions_fall_away(tag: str, bare: str) -> None:
    assert without_region(tag) == bare


def test_scripts_make_another_language() -> None:
    assert same_language("kn-IN", "KN")
    assert not same_language("hi-Latn", "hi")
    assert not same_language("zh-TW", "zh-CN")
    assert same_language("zh", "zh_Hans_SG")


@pytest.mark.parametrize("tag", ["Kannada", "../etc", "", "k", "kn in", "kn\n"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(LanguageError, match="no locale"):
        check_tag(tag)
    check_tag("quz-Latn-PE")
