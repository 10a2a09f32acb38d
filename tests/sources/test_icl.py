"""Seeds in columns: with and without responses, gaps, empty columns, mistakes."""

from typing import Any

import pytest

from mlkt.errors import SourceError
from mlkt.sources.icl import seeds_from_columns

WHOLE = {
    "document": "x",
    "icl_document": " ಅರಮನೆ ",
    "icl_query_1": "a?",
    "icl_response_1": "A.",
    "icl_query_2": "b?",
    "icl_response_2": "B.",
    "icl_query_10": "c?",
    "icl_response_10": "C.",
}


def pair(question: str, answer: str) -> dict[str, str]:
    return {"question": question, "answer": answer}


@pytest.mark.parametrize(
    ("record", "context", "pairs"),
    [
        (WHOLE, "ಅರಮನೆ", [pair("a?", "A."), pair("b?", "B."), pair("c?", "C.")]),
        ({"icl_document": "d", "icl_query_1": "a?"}, "d", [pair("a?", "")]),
        ({"icl_query_2": "b?", "icl_response_2": None}, "", [pair("b?", "")]),
        ({"icl_query_1": "", "icl_query_2": "ก?", "icl_response_2": "ข"}, "", [pair("ก?", "ข")]),
    ],
)
def test_columns_become_one_seed(
    record: dict[str, Any], context: str, pairs: list[dict[str, str]]
) -> None:
    assert seeds_from_columns(record, "kn-IN") == [
        {"context": context, "pairs": pairs, "lang": "kn"}
    ]


@pytest.mark.parametrize(
    "record", [{}, {"document": "x"}, {"icl_document": "x"}, {"icl_query_1": None}]
)
def test_without_a_question_there_is_no_seed(record: dict[str, Any]) -> None:
    assert seeds_from_columns(record, "en") == []


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"icl_query_1": 5}, "column 'icl_query_1' is no text, got 5"),
        ({"icl_response_2": "B."}, "icl_response_2 has no icl_query_2"),
    ],
)
def test_mistakes_name_the_column(record: dict[str, Any], says: str) -> None:
    with pytest.raises(SourceError, match=says):
        seeds_from_columns(record, "en")
