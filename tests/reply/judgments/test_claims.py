import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlkt.packs import languages, load_locale
from mlkt.reply import Verdict, format_claims, parse_claims
from tests.reply.judgments.claims_rows import ROWS
from tests.reply.pairs.test_formats import TRAPPED, VALUES


@pytest.mark.parametrize(("seen", "lang", "text", "claims", "reasons"), ROWS)
def test_claims_are_read_with_quote_and_verdict(
    seen: str, lang: str, text: str, claims: list[tuple[str, str, str]], reasons: list[str]
) -> None:
    read = parse_claims(text, load_locale(lang))
    found = [(claim["claim"], claim["verdict"], claim["quote"]) for claim in read.claims]
    assert found == claims, seen
    assert [problem.reason for problem in read.problems] == reasons


def _claims(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    verdicts = st.sampled_from([verdict.value for verdict in Verdict])
    claim = {"claim": values, "quote": values | st.just(""), "verdict": verdicts}
    return st.lists(st.fixed_dictionaries(claim), min_size=1, max_size=4)


@pytest.mark.parametrize("lang", languages())
@settings(max_examples=50, deadline=None)
@given(claims=_claims(VALUES.filter(lambda text: not text.startswith(("“", "「")))))
def test_claims_in_any_script_come_back(lang: str, claims: list[dict[str, str]]) -> None:
    locale = load_locale(lang)
    read = parse_claims(format_claims(claims, locale), locale)
    assert read.claims == claims
    assert read.problems == []


@settings(max_examples=100, deadline=None)
@given(claims=_claims(TRAPPED))
def test_claims_that_look_like_structure_come_back(claims: list[dict[str, str]]) -> None:
    locale = load_locale("en")
    assert parse_claims(format_claims(claims, locale), locale).claims == claims


def test_claims_are_written_as_the_prompt_asks_for_them() -> None:
    claims = [{"claim": "ಅ.", "quote": "ಆ.", "verdict": "no"}]
    assert format_claims(claims, load_locale("kn")) == 'ಹೇಳಿಕೆ: ಅ.\nಆಧಾರ: "ಆ."\nತೀರ್ಪು: ಇಲ್ಲ'
