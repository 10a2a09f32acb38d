"""`mlkt journal`: what a run has paid for can be seen, cleaned and taken out."""

import json
from pathlib import Path

import pytest

from mlkt.cli import main
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import journaled
from tests.scripted import Scripted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose journal holds a good reply, an empty one and a translation."""
    journal = Journal(tmp_path / "journal.sqlite")
    model = Scripted(answer=lambda prompt, _: "" if prompt == "silent" else "ಉತ್ತರ")
    chat = journaled(model, journal, Limits())
    for prompt in ("ಪ್ರಶ್ನೆ", "silent"):
        chat.invoke(prompt)
    journal.put("segment", b'"Mysuru"')
    journal.close()
    return tmp_path


def test_stats_count_replies_and_tokens(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "stats", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "scripted: 2 replies, 20 tokens in, 10 out, 0 cut off" in out
    assert "others (translations, cached calls): 1" in out


def test_prune_takes_out_what_says_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "prune", str(folder)]) == 0
    assert "1 empty or cut-off replies" in capsys.readouterr().out
    assert main(["journal", "stats", str(folder)]) == 0
    assert "scripted: 1 replies" in capsys.readouterr().out


def test_export_is_json_lines_in_plain_script(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "export", str(folder)]) == 0
    out = capsys.readouterr().out
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) == 3 and "ಉತ್ತರ" in out
    assert [r["reply"] for r in records if r["key"] == "segment"] == ["Mysuru"]


def test_a_folder_without_a_journal_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "stats", str(tmp_path)]) == 2
    assert "no journal in" in capsys.readouterr().err
