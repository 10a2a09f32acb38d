"""A locale file that is not complete is refused, and the message names file, field and fault."""

import pytest

from mlkt.errors import PackError
from mlkt.packs import load_locale, pack_dir, parse_locale

KANNADA = (pack_dir("locales") / "kn.yaml").read_text(encoding="utf-8")


def parsed(text: str) -> object:
    return parse_locale(text, "kn", place="locales/kn.yaml")


def test_the_file_as_it_stands_is_read() -> None:
    assert parsed(KANNADA) == load_locale("kn")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("endonym: ಕನ್ನಡ\n", "", "missing ['endonym']"),
        ("endonym:", "endonim:", "missing ['endonym'], unknown ['endonim']"),
        ("endonym: ಕನ್ನಡ", "endonym:", "`endonym` must be quoted text"),
        ("endonym: ಕನ್ನಡ", "endonym: 7", "got 7"),
        ("endonym: ಕನ್ನಡ", "endonym: [ಕನ್ನಡ]", "`endonym`"),
        ("endonym: ಕನ್ನಡ", "endonym: 'x", "not YAML"),
    ],
)
def test_a_fault_is_named(old: str, new: str, message: str) -> None:
    assert old in KANNADA
    with pytest.raises(PackError) as caught:
        parsed(KANNADA.replace(old, new))
    assert str(caught.value).startswith("locales/kn.yaml: ") and message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "only words"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(PackError, match="expected `key: value` lines"):
        parsed(text)


@pytest.mark.parametrize("empty", ["[]", "{}", "''"])
def test_an_empty_field_is_refused(empty: str) -> None:
    lines = KANNADA.splitlines(keepends=True)
    start = next(at for at, line in enumerate(lines) if line.startswith("terminators:"))
    end = next(at for at in range(start + 1, len(lines)) if not lines[at].startswith((" ", "\n")))
    text = "".join([*lines[:start], f"terminators: {empty}\n", *lines[end:]])
    with pytest.raises(PackError, match="`terminators`"):
        parsed(text)
