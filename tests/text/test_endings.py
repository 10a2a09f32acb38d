import pytest

from mlkt.text.endings import bare_length


@pytest.mark.parametrize(
    ("form", "forms", "bare"),
    [
        ("ಜನವರಿಯಲ್ಲಿ", ["ಜನವರಿ", "ಜನವರಿಯ", "ಜನವರಿಯಲ್ಲಿ"], "ಜನವರಿ"),
        ("ಮಾರ್ಚ್", ["ಮಾರ್ಚ", "ಮಾರ್ಚ್"], "ಮಾರ್ಚ್"),
        ("ಮಿಲಿಯನ್", ["ಮಿಲಿಯನ್", "ಮಿಲಿಯ"], "ಮಿಲಿಯನ್"),
        ("ಮೇಲೆ", ["ಮೇ", "ಮೇಲೆ"], "ಮೇಲೆ"),
        ("September", ["Sept", "September"], "September"),
    ],
)
def test_an_ending_is_what_extends_an_earlier_form(form: str, forms: list[str], bare: str) -> None:
    assert form[: bare_length(form, forms)] == bare
