import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlkt.reply.fields.objects import CutText, Object, first_value, read_values


def _plain(value: Any) -> Any:
    if isinstance(value, Object):
        return {key: _plain(item) for key, item in value}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _read(text: str) -> list[Any]:
    return [_plain(value) for _, value in read_values(text)]


_JSON = st.recursive(
    st.text() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), _JSON, min_size=1) | st.lists(st.text(), min_size=1))
def test_strict_json_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    assert _read(json.dumps(value)) == [value]
    assert _read(json.dumps(value, ensure_ascii=False, indent=2)) == [value]


_WORDS = st.text("abc ಕನ್ನಡ 川,.!?'", min_size=1).map(str.strip).filter(bool)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("qa"), _WORDS, min_size=2, max_size=2), min_size=1))
def test_trailing_commas_and_prose_change_nothing(rows: list[dict[str, str]]) -> None:
    text = json.dumps(rows, ensure_ascii=False).replace("}", ",}").replace("]", ",]")
    assert _read(f"Here you are (see [1]):\n{text}\nBye.") == [rows]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{'a': 'It's b'}", {"a": "It's b"}),
        ('{"a": "say "b" c"}', {"a": 'say "b" c'}),
        ("{“a”: “b”}", {"a": "b"}),
        ("{„a“: „b“}", {"a": "b"}),
        ("{«a»: «b»}", {"a": "b"}),
        ("{a: b, c: d}", {"a": "b", "c": "d"}),
        ('{"a": "b" // why\n, "c": "d"}', {"a": "b", "c": "d"}),
        ('{"a"： "b"，"c"："d"}', {"a": "b", "c": "d"}),
        ('{"a": \'b\\"c\'}', {"a": 'b"c'}),
        ("{'a': '\\u0c95\\n'}", {"a": "ಕ\n"}),
        ("{'a': '\\ud83d\\ude00'}", {"a": "😀"}),
        ("{'a': '\\ud83d'}", {"a": "\ufffd"}),
        ("{'a': '\\alpha'}", {"a": "\\alpha"}),
        ("{'a': None, 'b': True}", {"a": None, "b": "True"}),
        ('{"a": "b", ...}', {"a": "b"}),
    ],
)
def test_loose_json_is_read(text: str, value: Any) -> None:
    assert _read(text) == [value]


def test_repeated_keys_are_kept() -> None:
    assert list(read_values('{"a": "b", "a": "c"}'))[0][1] == [("a", "b"), ("a", "c")]


def test_a_string_that_never_ends_is_marked() -> None:
    ((_, value),) = read_values('{"a": "b", "c": "d and')
    assert value == [("a", "b"), ("c", "d and")]
    assert isinstance(value[1][1], CutText)
    assert not isinstance(value[0][1], CutText)
    assert value.cut


def test_an_object_that_ends_is_not_marked_as_cut() -> None:
    ((_, value),) = read_values("{'a': 'b'}")
    assert not value.cut


def test_offsets_name_where_values_begin() -> None:
    text = 'x {"a": "b"} y [["c"]]'
    assert [at for at, _ in read_values(text)] == [2, 15]
    assert first_value(text, len(text)) == 2
    assert first_value("no [1] value {}x", 16) == 13
    assert first_value("none", 4) == -1


def test_what_no_reply_holds_is_not_read() -> None:
    assert _read("[" * 100_000) == []
    assert _read("{'a':" * 100) == []


@given(st.text("{}[]\"':,abc\\\n ", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    for at, value in read_values(text):
        assert text[at] in "{["
        assert isinstance(value, list)
