from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlkt.errors import LanguageError, SourceError
from mlkt.sources import passages, read_source

KANNADA = "ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ದೊಡ್ಡ ನಗರ. ಇಲ್ಲಿ ಹಳೆಯ ಅರಮನೆ ಇದೆ."


@pytest.fixture
def kannada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(KANNADA, encoding="utf-8")
    return "a.txt"


def test_file_is_read_in_the_language_named(kannada: str) -> None:
    document = read_source(kannada, "kn")
    assert (document.text, document.lang, document.path) == (KANNADA, "kn", "a.txt")


@pytest.mark.parametrize("code", ["kn", "kn-IN", "KN", "kn_IN"])
def test_language_is_that_of_the_locale(kannada: str, code: str) -> None:
    assert read_source(kannada, code) == read_source(kannada, "kn")


def test_file_without_a_language_is_refused_with_a_guess(kannada: str) -> None:
    with pytest.raises(LanguageError, match=r"'a.txt' is not known \(it looks like 'kn'\).*--lang"):
        read_source(kannada)


def test_unknown_language_is_refused_before_the_file_is_touched() -> None:
    with pytest.raises(LanguageError, match="'kk'.*did you mean"):
        read_source("nowhere.txt", "kk")


def test_misspelt_scheme_is_refused_with_the_right_one() -> None:
    with pytest.raises(SourceError, match=r"'wiki:kn:ಮೈಸೂರು'.*wikipedia:LANG:TITLE"):
        read_source("wiki:kn:ಮೈಸೂರು", "kn")


def test_article_is_read_by_its_scheme(mediawiki_server: Callable[..., Any]) -> None:
    server = mediawiki_server()
    document = read_source("wikipedia:kn:ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ", api_base=server.url)
    assert document.lang == "kn"
    assert passages(document).rows[0]["outline"] == ["ನೀರಗಾನಹಳ್ಳಿ ಕೆರೆ"]


def test_file_whose_name_begins_like_a_scheme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("wikipedia:kn:x.txt").write_text(KANNADA, encoding="utf-8")
    assert read_source("./wikipedia:kn:x.txt", "kn").text == KANNADA


@pytest.mark.parametrize("lang", ["kn", "hi", "en"])
def test_real_article_is_cut_without_loss(shared_data: Path, lang: str) -> None:
    document = read_source(str(shared_data / "kannada-wikipedia" / f"India.{lang}.txt"), lang)
    cut = passages(document)
    kept = sum(len(row["text"]) for row in cut.rows)
    white = len(document.text) - kept - cut.left_out_chars
    assert 0 <= white < 0.02 * len(document.text)
    assert all(len(row["text"]) <= 2000 for row in cut.rows)
    assert cut.left_out_chars < 0.08 * len(document.text)


def test_real_kannada_article_gets_its_outline_from_bare_lines(shared_data: Path) -> None:
    document = read_source(str(shared_data / "kannada-wikipedia" / "India.kn.txt"), "kn")
    cut = passages(document)
    headings = [row["outline"][-1] for row in cut.rows if row["outline"]]
    assert headings[:3] == ["ಹೆಸರಿನ ಉಗಮ", "ಚರಿತ್ರೆ", "ಭೂಗೋಳ"]
    assert len(headings) == len(set(headings)) == 10
    left_out = {part.heading for part in cut.left_out}
    assert {"ಉಲ್ಲೇಖಗಳು", "ಬಾಹ್ಯ ಸಂಪರ್ಕಗಳು"} <= left_out
