from collections import Counter

import pytest

from mlkt.errors import ConfigError
from mlkt.reply import Reply, profiles, split_reasoning
from tests.reply.reasoning.reasoning_rows import ROWS, Row


def test_the_table_covers_every_profile_with_at_least_150_rows() -> None:
    assert len(ROWS) >= 150
    assert {row.profile for row in ROWS} >= set(profiles())
    assert max(Counter(ROWS).values()) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.profile}: {row.seen}")
def test_replies_are_split_as_their_family_writes_them(row: Row) -> None:
    reply = split_reasoning(
        row.text, profile=row.profile, finish_reason=row.reason, server_reasoning=row.server
    )
    assert reply == Reply(row.answer, row.reasoning, row.cut_off)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.profile}: {row.seen}")
def test_nothing_but_markers_is_lost(row: Row) -> None:
    reply = split_reasoning(row.text, profile=row.profile, server_reasoning=row.server)
    found = Counter(reply.answer + reply.reasoning)
    assert not found - Counter(row.text + (row.server or ""))


def test_an_unknown_profile_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"'deepsek-r1', did you mean 'deepseek-r1'\?"):
        split_reasoning("a", profile="deepsek-r1")


def test_pieces_add_up() -> None:
    first, last = Reply("", "We ", False), Reply("Three.", "count.", True)
    assert first + last == Reply("Three.", "We count.", True)
    assert not Reply()
    assert Reply(cut_off=True)
