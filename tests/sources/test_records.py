from pathlib import Path

import pytest

from mlkt.errors import SourceError
from mlkt.sources.records import read_records


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_each_line_is_a_row_whose_id_follows_its_content(tmp_path: Path) -> None:
    text = '\ufeff{"q": "ಎಲ್ಲಿ?"}\r\n\r\n["a"]\n{"q": "ಎಲ್ಲಿ?"}\n'
    rows = read_records(written(tmp_path, "a.jsonl", text))
    assert [(row["line"], row["record"]) for row in rows] == [
        (1, {"q": "ಎಲ್ಲಿ?"}),
        (3, ["a"]),
        (4, {"q": "ಎಲ್ಲಿ?"}),
    ]
    assert len({row["id"] for row in rows}) == 3
    again = read_records(written(tmp_path, "b.jsonl", text.replace('["a"]', '["b"]')))
    assert [a["id"] == b["id"] for a, b in zip(rows, again, strict=True)] == [True, False, True]


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_each_paragraph_of_a_text_is_a_record(tmp_path: Path, suffix: str) -> None:
    text = "# ಮೈಸೂರು\n\n\nಒಂದು ನಗರ.\nಎರಡನೇ ಸಾಲು.\n \n- ಪಟ್ಟಿ\n\n"
    rows = read_records(written(tmp_path, f"a{suffix}", text))
    assert [(row["line"], row["record"]["text"]) for row in rows] == [
        (1, "# ಮೈಸೂರು"),
        (4, "ಒಂದು ನಗರ.\nಎರಡನೇ ಸಾಲು."),
        (7, "- ಪಟ್ಟಿ"),
    ]


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"q": 1}\n{"q": \n')
    with pytest.raises(SourceError, match=r"a\.jsonl, line 2: not JSON"):
        read_records(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.jsonl", "cannot read"), ("a.csv", r"expected a \.jsonl, \.txt or \.md file")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_records(tmp_path / name)


@pytest.mark.parametrize("name", ["a.jsonl", "a.JSONL", "a.md", "a.Txt"])
def test_an_empty_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=rf"{name}' is empty: name a file"):
        read_records(written(tmp_path, name, "\ufeff\n \r\n"))


@pytest.mark.parametrize("name", ["a.JSONL", "a.Md", "a.TXT"])
def test_capitals_in_a_suffix_do_not_count(tmp_path: Path, name: str) -> None:
    (row,) = read_records(written(tmp_path, name, '{"q": "नगर"}\n'))
    assert row["line"] == 1


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"q": "\xe9"}')
    with pytest.raises(SourceError, match="UTF-8"):
        read_records(tmp_path / "a.jsonl")


def test_a_block_of_code_is_not_taken_apart(tmp_path: Path) -> None:
    text = "ಒಂದು.\n\n```python\n# ನಗರ\n\nx = 1\n```\n\nಎರಡು.\n"
    rows = read_records(written(tmp_path, "a.md", text))
    assert [row["record"]["text"] for row in rows] == [
        "ಒಂದು.",
        "```python\n# ನಗರ\n\nx = 1\n```",
        "ಎರಡು.",
    ]


def test_a_record_is_read_as_it_stands(tmp_path: Path) -> None:
    (row,) = read_records(written(tmp_path, "a.jsonl", '{"id": "cafe\u0301", "n": 1.50}\n'))
    assert row["record"]["id"] == "cafe\u0301"


@pytest.mark.parametrize("value", ["12345678901234567890123", "NaN", "Infinity"])
def test_a_number_that_cannot_be_written_again_is_named(tmp_path: Path, value: str) -> None:
    path = written(tmp_path, "a.jsonl", f'{{"n": {value}}}\n')
    with pytest.raises(SourceError, match=f"line 1: not JSON .{value}"):
        read_records(path)
