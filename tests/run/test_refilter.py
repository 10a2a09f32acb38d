"""Refilter: a run cut anew from its verdicts, stricter and looser, with nobody asked."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.cli import main
from mlkt.cli.folder import write_summary
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.rows import Row
from mlkt.run.files.book import PASSAGES
from mlkt.run.files.ledger import Ledger
from mlkt.run.filter.refilter import Cut, decide, refiltered
from tests.chains.rows import ENGLISH, passage


def verdict(check: str, said: str, judge: str = "critic", **more: Any) -> dict[str, Any]:
    about = {"reply": said, "judge": judge, "model": "m", "looked_at": "source"}
    return {"check": check, "verdict": said, **about, **more}


def claims(*said: str) -> dict[str, Any]:
    found = [{"claim": "c", "quote": "q", "verdict": one, "sentence_ids": ["s1"]} for one in said]
    word = "yes" if set(said) == {"yes"} else "no"
    return verdict("faithfulness", word, claims=found, score=said.count("yes") / len(said))


# pair -> its verdicts, and the check that rejected it with its reason
PAIRS: dict[str, tuple[list[dict[str, Any]], tuple[str, str] | None]] = {
    "good": ([verdict("standalone", "yes"), claims("yes", "yes")], None),
    "half": (
        [verdict("standalone", "yes"), claims("yes", "no")],
        ("faithfulness", "not_faithfulness"),
    ),
    "points": ([verdict("standalone", "no")], ("standalone", "not_standalone")),
    "broken": ([], ("qa", "wrong_language")),
    "vague": (
        [verdict("standalone", "no"), claims("yes")],  # of a run that does not stop
        ("standalone", "not_standalone"),
    ),
}


def row(number: int = 0) -> Row:
    rejected = [
        {"id": f"{id}{number}", "step": why[0], "reason": why[1], "detail": "", "raw": "thinking"}
        for id, (_, why) in PAIRS.items()
        if why
    ]
    return passage([*ENGLISH, f"It has {number} gates."], "en") | {
        "document_id": "d",
        "pairs": [
            {
                "id": f"{id}{number}",
                "question": f"How {id} is gate {number}?",
                "answer": "It is.",
                "reasoning": "",
                "view": "passage",
            }
            for id in PAIRS
        ],
        "verdicts": {f"{id}{number}": said for id, (said, _) in PAIRS.items()},
        "rejected": rejected,
    }


def living(row: Row) -> list[str]:
    gone = {one["id"] for one in row["rejected"]}
    return [pair["id"][:-1] for pair in row["pairs"] if pair["id"] not in gone]


@pytest.mark.parametrize(
    ("cut", "kept", "changes"),
    [
        (Cut(), ["good"], {}),
        (Cut(min_scores={"faithfulness": 0.5}), ["good", "half"], {"back": 1}),
        (Cut(checks=("faithfulness",)), ["good", "vague"], {"back": 1, "unasked": 1}),
        (Cut(checks=("standalone",)), ["good", "half"], {"back": 1}),
        (Cut(rule="any"), ["good"], {}),
        (Cut(agreed=True), [], {"rejected": 1}),
    ],
    ids=["as it was", "half is enough", "no standalone", "only standalone", "any", "two judges"],
)
def test_a_cut_decides_by_the_verdicts(cut: Cut, kept: list[str], changes: dict[str, int]) -> None:
    before = row()
    seen: Counter[str] = Counter()
    out = refiltered(cut, seen)(lambda: iter([before]))(before)
    assert living(out) == kept
    assert {name: count for name, count in seen.items() if count and name} == changes
    assert before == row()
    if cut == Cut():
        assert out == before  # raw replies and all
    assert any(one["reason"] == "wrong_language" for one in out["rejected"])


def test_a_second_judge_and_ratings_count() -> None:
    pair = {"id": "p", "question": "q?", "answer": "a", "reasoning": "", "view": "freeform"}
    two = [verdict("relevance", "yes"), verdict("relevance", "no", "second_critic")]
    disputed: dict[str, Any] = {
        "step": "relevance",
        "reason": "disputed_relevance",
        "detail": "",
        "raw": "",
    }
    judged: Row = {
        "pairs": [pair],
        "verdicts": {"p": two},
        "rejected": [{"id": "p", **disputed}],
    }
    asked = {False: dict.fromkeys(["relevance"]), True: dict.fromkeys(["skill_rating"])}
    assert decide(judged, Cut(), asked)[0]["rejected"] == judged["rejected"]
    assert decide(judged, Cut(rule="any"), asked)[0]["rejected"] == []
    rated: Row = {
        "skill": {},
        "pairs": [pair],
        "verdicts": {"p": [verdict("skill_rating", "yes", score=2.0)]},
    }
    (only,) = decide(rated, Cut(min_scores={"skill_rating": 3}), asked)[0]["rejected"]
    assert (only["step"], only["reason"]) == ("skill_rating", "not_skill_rating")
    rated["rejected"] = [only]
    assert decide(rated, Cut(min_scores={"skill_rating": 2}), asked)[0]["rejected"] == []


@pytest.mark.parametrize(
    ("change", "word"), [({"answer": ""}, "answer"), ({"translation": {}}, "translation")]
)
def test_what_was_not_finished_does_not_come_back(change: dict[str, Any], word: str) -> None:
    one = row()
    if word == "answer":
        one["pairs"] = [pair | change for pair in one["pairs"]]
    else:
        one |= change
    cut = Cut(min_scores={"faithfulness": 0.5})
    asked = {False: dict.fromkeys(["standalone", "faithfulness"]), True: {}}
    out, changes = decide(one, cut, asked)
    assert living(out) == ["good"] and changes["unfinished"] == 1 and changes["back"] == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rule": "al"}, "did you mean 'all'"),
        ({"rule": "any", "agreed": True}, "no agreement"),
        ({"min_scores": {"faithfulness": 3}}, "from 0 to 1"),
        ({"min_scores": {"relevance": 1}}, "has no score"),
        ({"near": 7}, "near must be"),
    ],
)
def test_a_cut_that_cannot_be_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Cut(**values)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(
        "# Mysuru\n\n" + "\n\n".join(
            f"## Part {at}\n\nThe ward of Nazar{at} in Mysuru has {at * 7 + 3} schools and lies on "
            f"a hill. Its bridge was built in {1800 + at}. The palace was completed in 1912."
            for at in range(1, 5)
        ),
        encoding="utf-8",
    )  # fmt: skip
    Path("c.yaml").write_text("passage: {max_chars: 200}\n", encoding="utf-8")
    return tmp_path


RUN = ["run", "a.md", "--lang", "en", "--config", "c.yaml", "--out"]


def files(out: str) -> dict[str, bytes]:
    return {name: Path(out, name).read_bytes() for name in PASSAGES.files}


def counts(out: str) -> dict[str, Any]:
    return orjson.loads(Path(out, "run.json").read_bytes())["counts"]


def test_a_resumed_run_and_a_refiltered_one_give_the_bytes_of_a_plain_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*RUN, "plain"]) == 0
    assert main([*RUN, "resumed", "--limit", "2"]) == 0
    assert main([*RUN, "resumed"]) == 0
    assert counts("plain")["adds_up"]
    assert counts("plain")["rejected_pairs"]["duplicates: duplicate_question"] > 0
    assert files("resumed") == files("plain")
    assert main(["refilter", "plain", "--to", "again"]) == 0
    assert files("again") == files("plain")
    told = capsys.readouterr().out
    assert "no model was asked" in told and "duplicates: duplicate_question" in told
    assert main(["refilter", "plain", "--checks", "standalone", "--no-near"]) == 0
    assert main([*RUN, "plain"]) == 0  # the run's own cut again
    assert files("plain") == files("again")


def test_a_cut_of_a_folder_is_told_and_adds_up(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(number) for number in range(3)]
    out = Path("o")
    out.mkdir()
    journal = Journal(out / "journal.sqlite")
    expected = {one["id"]: 3 for one in rows}
    old = Ledger(out, journal, road="old", expected=expected)
    old.finish(rows[2])
    ledger = Ledger(out, journal, road="new", expected=expected)
    for one in rows[:2]:
        ledger.finish(one)
    summary = orjson.loads(Path(*_any_run(), "run.json").read_bytes())
    write_summary(out, summary | {"counts": ledger.write_files()})
    journal.close()
    capsys.readouterr()
    assert main(["refilter", "o", "--min-score", "faithfulness=0.5"]) == 0
    told = capsys.readouterr().out
    assert "4 kept, 2 before" in told and "   2  brought back" in told
    assert "-2  faithfulness: not_faithfulness" in told
    assert "1 passages that were done by another road" in told
    assert counts("o")["adds_up"] and counts("o")["passages"]["waiting"] == 1


def _any_run() -> Iterator[str]:
    assert main([*RUN, "any", "--limit", "1"]) == 0
    yield "any"


def test_folders_without_a_run_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert main([*RUN, "o", "--limit", "1"]) == 0
    assert main([*RUN, "p", "--limit", "1"]) == 0
    capsys.readouterr()
    for argv, said in (
        (["empty"], "no run in 'empty'"),
        (["nowhere"], "no run in 'nowhere'"),
        (["o", "--to", "p"], "holds a run of its own"),
        (["o", "--checks", "answerable"], "'answerable' was asked of no pair"),
        (["o", "--min-score", "high"], "expected a number"),
    ):
        assert main(["refilter", *argv]) == 2
        assert said in capsys.readouterr().err
