import pytest

from mlkt.packs import languages, load_locale
from mlkt.text import BLANK, fill_frame, read_frame


def test_a_filled_frame_is_read_back_in_every_language() -> None:
    assert languages()
    for lang in languages():
        locale = load_locale(lang)
        for key in locale.frames:
            text = f"ನಗರದಲ್ಲಿ {BLANK} ವಾರ್ಡ್‌ಗಳಿವೆ {{ಹೌದು}}."
            assert read_frame(locale, fill_frame(locale, key, text)) == (key, text)


@pytest.mark.parametrize("question", ["", "Who?", "Complete the sentence from the text: "])
def test_a_question_of_another_form_is_no_frame(question: str) -> None:
    assert read_frame(load_locale("en"), question) is None
