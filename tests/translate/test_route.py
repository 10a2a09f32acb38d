import pytest

from mlkt.errors import EngineError, LanguageError
from mlkt.translate import Paragraph, choose_engine
from mlkt.translate.route import route
from tests.translate.segments import segment
from tests.translate.test_ladder import GOOD, both, says


@pytest.mark.parametrize(
    ("langs", "engine"),
    [
        (("kn", "en"), "a"),
        (("kn-IN", "en-GB"), "a"),
        (("kn", "hi"), "b"),
        (("ta", "en"), "c"),
        (("sw", "fr"), "d"),
        (("zh-Hant", "ja"), "d"),
        (("zh-CN", "ja"), "e"),
        (("zh-Hans", "ja"), "e"),
        (("zh-TW", "ja"), "d"),
        (("pa-PK", "ja"), "f"),
        (("pa", "ja"), "d"),
    ],
)
async def test_the_most_exact_entry_counts(langs: tuple[str, str], engine: str) -> None:
    table = {"kn>en": "a", "kn > *": "b", "*>en": "c", "*": "d", "zh>ja": "e", "pa-Arab>*": "f"}
    routes = route({entry: says(GOOD, name) for entry, name in table.items()})
    given = {**segment(), "source_lang": langs[0], "target_lang": langs[1]}
    out = await both(routes, Paragraph([given]))  # type: ignore[list-item]
    assert out.segments[0]["engine"] == engine


def test_a_pair_without_a_route_is_told_before_any_work() -> None:
    routes = route({"kn>en": says(GOOD, "a")})
    with pytest.raises(EngineError, match=r"from 'en' to 'kn' \(there are: kn>en\)"):
        choose_engine(routes, "en", "kn")
    with pytest.raises(EngineError, match="no route"):
        routes.invoke(Paragraph([{**segment(), "target_lang": "hi"}]))


@pytest.mark.parametrize("entry", ["", ">", "kn", "kn>", ">en", "kn>en>hi", "kn-en"])
def test_an_entry_that_is_none_is_named(entry: str) -> None:
    with pytest.raises(EngineError, match="SOURCE>TARGET"):
        route({entry: says(GOOD, "a")})


def test_a_code_that_is_none_is_named() -> None:
    with pytest.raises(LanguageError, match="Kannada"):
        route({"Kannada>en": says(GOOD, "a")})
