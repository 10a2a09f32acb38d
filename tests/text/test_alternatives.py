import regex
from hypothesis import given
from hypothesis import strategies as st

from mlkt.text.alternatives import any_of


@given(st.lists(st.text("abc .ಕ್ಷ", min_size=1, max_size=6), min_size=1, max_size=20))
def test_every_form_is_matched_whole(forms: list[str]) -> None:
    pattern = regex.compile(any_of(forms))
    assert all(pattern.fullmatch(form) for form in forms)
    assert not pattern.fullmatch("".join(forms) + "x")


def test_the_longest_form_wins() -> None:
    found = regex.search(any_of(["ten", "tenth", "te"]), "the tenth")
    assert found
    assert found.group() == "tenth"


def test_a_space_matches_spaces_that_do_not_break() -> None:
    assert regex.fullmatch(any_of(["kumi na moja"]), "kumi\u00a0na  moja")


def test_no_forms_match_nothing() -> None:
    assert regex.search(any_of([]), "abc") is None
