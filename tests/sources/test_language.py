from pathlib import Path

import pytest

from mlkt.errors import LanguageError
from mlkt.sources import Document, check_language

KANNADA = "ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ದೊಡ್ಡ ನಗರ. ಇಲ್ಲಿ ಹಳೆಯ ಅರಮನೆ ಇದೆ. ಪ್ರತಿ ವರ್ಷ ಲಕ್ಷಾಂತರ ಜನ ಇಲ್ಲಿಗೆ ಬರುತ್ತಾರೆ. "
HINDI = "मैसूर कर्नाटक का एक बड़ा नगर है। यहाँ एक पुराना महल है। हर वर्ष लाखों लोग यहाँ आते हैं। "
ENGLISH = (
    "Mysuru is a large city in the south of the state. There is an old palace in the middle of it, "
    "and every year many people come to see it. "
)
SWAHILI = (
    "Nairobi ni mji mkuu wa Kenya na mji mkubwa zaidi nchini humo. Watu wengi huja hapa kila mwaka "
    "kufanya kazi na biashara. "
)
TEXTS = {"kn": KANNADA * 5, "hi": HINDI * 5, "en": ENGLISH * 5, "sw": SWAHILI * 5}


@pytest.mark.parametrize("lang", TEXTS)
def test_text_in_the_declared_language_passes(lang: str) -> None:
    check_language(Document(TEXTS[lang], lang))


@pytest.mark.parametrize(("lang", "declared"), [(a, b) for a in TEXTS for b in TEXTS if a != b])
def test_text_in_another_language_is_refused_with_what_it_is(lang: str, declared: str) -> None:
    with pytest.raises(LanguageError) as caught:
        check_language(Document(TEXTS[lang], declared, path="a.txt"))
    message = str(caught.value)
    assert message.startswith(f"'a.txt' is declared as {declared!r} (")
    assert "100%" in message
    assert f"--lang {lang}" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        (KANNADA + "Chamarajendra Wadiyar, Maharaja of Mysore (1868-1894). " * 3, "kn"),
        (KANNADA * 3 + ENGLISH * 3, "kn"),
        (HINDI * 3 + ENGLISH * 4, "en"),
        (ENGLISH * 4 + SWAHILI * 2, "sw"),
        ("Mysuru", "sw"),
        ("OK", "kn"),
    ],
)
def test_mixed_and_short_texts_pass(text: str, declared: str) -> None:
    check_language(Document(text, declared))


def test_region_of_the_declared_language_does_not_matter() -> None:
    check_language(Document(TEXTS["kn"], "kn-IN"))
    check_language(Document(TEXTS["en"], "en-GB"))


def test_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(LanguageError, match="'kan', did you mean 'kn'.*there are .*sw"):
        check_language(Document(KANNADA, "kan"))


def test_language_without_a_locale_is_told_by_its_name() -> None:
    text = "La ville est très ancienne et beaucoup de gens y viennent chaque année. " * 8
    with pytest.raises(LanguageError, match="'fr'"):
        check_language(Document(text, "en"))


@pytest.mark.parametrize("declared", ["kn", "hi", "en", "sw"])
@pytest.mark.parametrize("lang", ["kn", "hi", "en"])
def test_real_articles(shared_data: Path, lang: str, declared: str) -> None:
    path = shared_data / "kannada-wikipedia" / f"India.{lang}.txt"
    document = Document(path.read_text(encoding="utf-8"), declared, path=path.name)
    if lang == declared:
        check_language(document)
    else:
        with pytest.raises(LanguageError, match=f"--lang {lang}"):
            check_language(document)
