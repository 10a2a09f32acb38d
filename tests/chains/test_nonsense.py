"""A judge that answers nonsense stops the run early; one that is odd now and then does not."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from mlkt.chains import critic
from mlkt.chains.nonsense import LIMIT, Listener
from mlkt.errors import ModelError
from mlkt.journal import Journal
from mlkt.rows import Row, content_id
from mlkt.run.engine.runner import run_rows
from mlkt.run.files.ledger import Ledger
from tests.chains.rows import ENGLISH, passage
from tests.scripted import Scripted

NONSENSE = "Lorem ipsum dolor sit amet"


def row(pairs: int, number: int = 0) -> Row:
    start = passage([f"Here is passage {number}.", *ENGLISH], "en")
    return start | {
        "pairs": [
            {
                "id": content_id(str(number), str(at)),
                "question": f"Question {at} of {number}?",
                "answer": ENGLISH[1],
                "reasoning": "",
                "view": "passage",
            }
            for at in range(pairs)
        ]
    }


def test_the_first_dozen_unreadable_replies_are_one_clear_error() -> None:
    model = Scripted(answer=lambda *_: NONSENSE)
    with pytest.raises(ModelError) as caught:
        critic(model).invoke(row(40))
    told = str(caught.value)
    assert NONSENSE in told and "'standalone'" in told and "CRITIC_MODEL_NAME" in told
    assert "mlkt doctor" in told and "\n" not in told
    assert caught.value.step == "standalone"


def test_a_check_of_its_own_is_heard_and_so_is_the_second_judge() -> None:
    def answer(_: str, metadata: dict[str, Any]) -> str:
        return NONSENSE if metadata["task"] == "faithfulness" else "yes"

    with pytest.raises(ModelError, match="'faithfulness'"):
        critic(Scripted(answer=answer)).invoke(row(20))
    second = Scripted(answer=lambda *_: NONSENSE)
    with pytest.raises(ModelError, match="second critic.*SECOND_CRITIC_MODEL_NAME"):
        critic(Scripted(answer=lambda *_: "yes"), second=second, checks=["relevance"]).invoke(
            row(20)
        )


def test_fewer_are_rejections_and_so_are_replies_that_say_unclear() -> None:
    model = Scripted(answer=lambda *_: NONSENSE)
    out = critic(model).invoke(row(LIMIT - 1))
    assert {r["reason"] for r in out["rejected"]} == {"unclear_standalone"}
    unsure = Scripted(answer=lambda *_: "unclear")
    assert len(critic(unsure).invoke(row(3 * LIMIT))["rejected"]) == 3 * LIMIT


@pytest.mark.parametrize(
    ("heard", "stops"),
    [
        ("x" * LIMIT, True),
        ("x" * (LIMIT - 1) + "o" + "x" * (LIMIT - 1), False),
        ("ooo" + "x" * LIMIT, True),
        ("o" * 30 + "x" * 30, False),  # one passage that confuses it, late in a long run
        ("o" * 30 + "x" * 31, True),
        ("xxxo" * 50, False),
    ],
)
def test_a_readable_reply_begins_the_row_anew(heard: str, stops: bool) -> None:
    listener = Listener("critic", "relevance")

    def hear() -> None:
        for reply in heard:
            listener.hear(reply, readable=reply == "o")

    if stops:
        with pytest.raises(ModelError):
            hear()
    else:
        hear()


async def test_the_run_stops_and_what_was_done_is_kept(tmp_path: Path) -> None:
    calls = count()

    def answer(*_: Any) -> str:
        return "no" if next(calls) < 5 else NONSENSE

    rows = [row(5, number) for number in range(20)]
    journal = Journal(tmp_path / "journal.sqlite")
    ledger = Ledger(tmp_path, journal, road="r", expected={one["id"]: 3 for one in rows})
    with pytest.raises(ModelError, match="Lorem ipsum"):
        await run_rows(critic(Scripted(answer=answer)), rows, ledger, window=1)
    assert 1 <= len(ledger.done()) < 5
    counts = ledger.write_files()
    assert counts["adds_up"] and counts["pairs"]["rejected"] == counts["pairs"]["made"] > 0
    journal.close()
