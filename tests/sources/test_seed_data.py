"""Seed data of sdg_hub's flows: each record is one passage as it stands, mistakes have lines."""

import json
from pathlib import Path
from typing import Any

import pytest
import regex

from mlkt.errors import LanguageError, SourceError
from mlkt.rows import Row, nfc
from mlkt.sources import read_passages

DOCUMENTS = {
    "en": "# Mysuru\n\nMysuru has 65 wards.  It is an old city.\n\n## References\n\n1. A book.\n",
    "kn": "  ಮೈಸೂರು ಒಂದು ನಗರ. ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.\n",
    "hi": "मैसूर एक नगर है। महल १९१२ में बना।",
    "ar": "ميسور مدينة. اكتمل القصر عام ١٩١٢.",
    "ja": "マイソールは都市です。宮殿は1912年に完成しました。",
    "th": "ไมซอร์เป็นเมือง พระราชวังสร้างเสร็จในปี 1912",
    "vi": "Mysuru là một thành phố. Cung điện được hoàn thành năm 1912.",
}
SEED = {
    "icl_document": "The lake was dug in 1684 by the villagers.",
    "icl_query_1": "Who dug the lake?",
    "icl_query_2": "When was the lake dug?",
    "icl_query_3": "What did the villagers dig in 1684?",
}


def written(folder: Path, *records: Any) -> str:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    path = folder / "seed_data.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def rows_of(spec: str, lang: str) -> list[Row]:
    return [row for _, cut in read_passages(spec, lang, max_chars=20) for row in cut.rows]


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_a_record_is_one_passage_as_it_stands(lang: str, tmp_path: Path) -> None:
    text = DOCUMENTS[lang]
    (row,) = rows_of(written(tmp_path, {"document": text, "domain": "cities"}), lang)
    assert row["text"] == nfc(text)
    assert (row["origin"]["start"], row["origin"]["end"]) == (0, len(row["text"]))
    assert row["domain"] == "cities" and row["document_outline"] == "" and row["seeds"] == []
    assert row["line"] == 1 and row["lang"] == lang
    sentences = [row["text"][s["start"] : s["end"]] for s in row["sentences"]]
    assert len(sentences) >= 1 and all(s == s.strip() and s for s in sentences)
    assert [s["id"] for s in row["sentences"]] == [f"s{n + 1}" for n in range(len(sentences))]


def test_what_stands_in_it_decomposed_comes_out_in_nfc(tmp_path: Path) -> None:
    (row,) = rows_of(written(tmp_path, {"document": "The cafe\u0301 of Mysuru is open now."}), "en")
    assert row["text"] == "The café of Mysuru is open now."


def test_the_outline_is_kept_and_read_as_headings(tmp_path: Path) -> None:
    record = {"document": DOCUMENTS["en"], "document_outline": "Mysuru\n- History \n"}
    (row,) = rows_of(written(tmp_path, record), "en")
    assert row["outline"] == ["Mysuru", "- History"]
    assert row["document_outline"] == record["document_outline"]
    assert row["origin"]["title"] == "Mysuru"


def test_examples_are_seeds_in_the_language_that_they_are_in(tmp_path: Path) -> None:
    (row,) = rows_of(written(tmp_path, {"document": DOCUMENTS["kn"], **SEED}), "kn")
    (seed,) = row["seeds"]
    assert seed["lang"] == "en" and seed["context"] == SEED["icl_document"]
    assert [pair["question"] for pair in seed["pairs"]] == [
        SEED[f"icl_query_{n}"] for n in (1, 2, 3)
    ]


def test_the_same_document_with_other_examples_is_another_passage(tmp_path: Path) -> None:
    one = {"document": DOCUMENTS["en"], **SEED}
    other = one | {"icl_query_1": "What was dug?"}
    first, second = rows_of(written(tmp_path, one, "", other), "en")
    assert first["id"] != second["id"] and first["document_id"] == second["document_id"]
    assert (first["line"], second["line"]) == (1, 3)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("{", "line 2: not JSON"),
        ('"a text"', "line 2: expected an object with the column 'document'"),
        ({"documnt": "x"}, "line 2: no column 'document', did you mean 'documnt'?"),
        ({"document": 7}, "line 2: column 'document' is no text, got 7"),
        ({"document": None}, "line 2: column 'document' holds no letter"),
        ({"document": "1912."}, "line 2: column 'document' holds no letter"),
        ({"document": "A city.", "domain": ["x"]}, "line 2: column 'domain' is no text"),
        ({"document": "A city.", "icl_query_1": 7}, "line 2: column 'icl_query_1' is no text"),
        (
            {"document": "A city.", "icl_response_1": "Yes."},
            "line 2: icl_response_1 has no icl_query_1",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(record: Any, message: str, tmp_path: Path) -> None:
    spec = written(tmp_path, {"document": DOCUMENTS["en"]}, record)
    with pytest.raises(SourceError, match=regex.escape(message)):
        read_passages(spec, "en")


def test_all_mistakes_are_told_and_many_are_counted(tmp_path: Path) -> None:
    spec = written(tmp_path, *[{"document": number} for number in range(1, 9)])
    with pytest.raises(SourceError) as error:
        read_passages(spec, "en")
    assert [f"line {n}:" in str(error.value) for n in range(1, 9)] == [True] * 5 + [False] * 3
    assert str(error.value).endswith("and 3 more")


def test_another_language_and_a_missing_one_are_told(tmp_path: Path) -> None:
    spec = written(tmp_path, {"document": DOCUMENTS["en"]}, {"document": DOCUMENTS["kn"]})
    with pytest.raises(LanguageError, match="line 2: .*'en'.*--lang kn"):
        read_passages(spec, "en")
    with pytest.raises(LanguageError, match="name it with --lang"):
        read_passages(spec)


def test_an_empty_or_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="empty"):
        read_passages(written(tmp_path, ""), "en")
    with pytest.raises(SourceError, match="nothing.jsonl"):
        read_passages(str(tmp_path / "nothing.jsonl"), "en")
