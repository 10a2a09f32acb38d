"""Language tags are compared without regions and never without scripts."""

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
    ],
)
def test_regions_fall_away(tag: str, bare: str) -> None:
    assert without_region(tag) == bare


def test_scripts_make_another_language() -> None:
    assert same_language("kn-IN", "KN")
    assert not same_language("hi-Latn", "hi")


@pytest.mark.parametrize("tag", ["Kannada", "../etc", "", "k", "kn in", "kn\n"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(LanguageError, match="no locale"):
        check_tag(tag)
    check_tag("quz-Latn-PE")
