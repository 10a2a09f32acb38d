import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkt.text.neutral import neutralise


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("೬೪.೮ ಮತ್ತು ٣", "64.8 ಮತ್ತು 3"),
        ("ಬಂದರು। 他。", "ಬಂದರು! 他!"),
        ("see www.a.org/b.c. Then", "see xxxxxxxxxxxxx. Then"),
        ("mail a.b@c.org!", "mail xxxxxxxxx!"),
        ("done.[12] It", "done.     It"),
        ("done. [12] It", "done.      It"),
        ("ng'ombe 'wa' ‘x’", "ng'ombe  wa   x "),
        ("“a” (b) «c»", " a   b   c "),
    ],
)
def test_what_misleads_becomes_neutral(text: str, copy: str) -> None:
    assert neutralise(text, danda=False) == copy


def test_a_bar_counts_only_with_danda() -> None:
    assert neutralise("वह गया | वह", danda=True) == "वह गया ! वह"
    assert neutralise("वह गया | वह", danda=False) == "वह गया | वह"
    assert neutralise("| वह | गया |", danda=True) == "| वह | गया |"


@given(st.text(max_size=200), st.booleans())
def test_the_copy_is_as_long_as_the_text(text: str, danda: bool) -> None:
    assert len(neutralise(text, danda=danda)) == len(text)
