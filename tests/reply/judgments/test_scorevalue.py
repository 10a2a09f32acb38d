import pytest

from mlkt.reply.judgments.scorevalue import ScoreWords, stated, stated_alone

_WORDS = ScoreWords(frozenset({"score", "अंक"}), {"two": 2, "दो": 2, "两": 2})


@pytest.mark.parametrize(
    ("text", "high", "value"),
    [
        ("2", None, 2.0),
        ("೨", None, 2.0),
        ("2/3", None, 2.0),
        ("2/3", 4, None),
        ("2 of 3", None, 2.0),
        ("2 of 3", 4, None),
        ("दो", None, 2.0),
        ("两分", None, 2.0),
        ("½", None, 0.5),
        ("2½", None, None),
        ("1 + 1 = 2", None, 2.0),
        ("1 + 1", None, None),
        ("5点満点中3点", 5, 3.0),
        ("5点満点中3個", 5, None),  # another unit
        ("5 में से 3 अंक", 5, 3.0),
        ("5 में से 3", 6, None),  # another scale
        ("满分5分，得3分", 5, 3.0),
        ("满分5分，得3分", 6, None),
        ("5 because 1 fault is small", 5, 5.0),
        ("5 not 3", 5, None),
        ("", None, None),
    ],
)
def test_the_number_of_a_value_is_read(text: str, high: float | None, value: float | None) -> None:
    assert stated(text, _WORDS, high) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2.0),
        ("2 points", 2.0),
        ("2点です", 2.0),
        ("2 – it names both", 2.0),
        ("2 out of 3", 2.0),
        ("two", 2.0),
        ("two of the claims hold", None),
        ("2 claims of three hold", None),
        ("2. It names both.", None),
        ("2个问题没有回答", None),
    ],
)
def test_a_reply_is_a_score_where_it_says_no_more(text: str, value: float | None) -> None:
    assert stated_alone(text, _WORDS, 3) == value
