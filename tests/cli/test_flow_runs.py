"""Seed data through a flow on the command line: gen.jsonl stands where its readers look for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from mlkt.cli import main
from tests.servers.faults import context_exceeded
from tests.servers.openai_server import Request, StartOpenAI

RECORD = {
    "document": (
        "ಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ. ಮೈಸೂರಿನ ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು.  ನಗರದಲ್ಲಿ ಒಟ್ಟು 65 ವಾರ್ಡ್‌ಗಳಿವೆ ಎಂದು ಲೆಕ್ಕ.\n"
    ),
    "document_outline": "ಮೈಸೂರು; ಇತಿಹಾಸ",
    "domain": "ನಗರಗಳು",
    "icl_document": "ಕೆರೆಯನ್ನು ೧೬೮೪ರಲ್ಲಿ ಊರಿನ ಜನರು ಕಟ್ಟಿದರು.",
    "icl_query_1": "ಕೆರೆಯನ್ನು ಯಾರು ಕಟ್ಟಿದರು?",
    "icl_query_2": "ಕೆರೆಯನ್ನು ಯಾವಾಗ ಕಟ್ಟಿದರು?",
    "icl_query_3": "ಊರಿನ ಜನರು ೧೬೮೪ರಲ್ಲಿ ಏನು ಕಟ್ಟಿದರು?",
}
TEXT = "ಮೈಸೂರಿನ ಮೃಗಾಲಯವನ್ನು 1892ರಲ್ಲಿ ತೆರೆಯಲಾಯಿತು ಎಂದು ಹೇಳುತ್ತಾರೆ. ಚಾಮುಂಡಿ ಬೆಟ್ಟ ನಗರದ ಹತ್ತಿರ 1,060 ಮೀಟರ್ ಎತ್ತರವಿದೆ."


def seed_data(folder: Path) -> str:
    path = folder / "seed_data.jsonl"
    records = [RECORD, RECORD | {"document": TEXT}]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("recipe", "folder"),
    [
        ("extractive-summary", "extractive_summary"),
        ("detailed-summary", "detailed_summary"),
        ("key-facts", "key_facts_to_qa"),
        ("document-qa", "document_based_qa"),
    ],
)
def test_seed_data_runs_through_every_flow(recipe: str, folder: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [
        "run", seed_data(tmp_path), "--lang", "kn", "--recipe", recipe, "--strategy", "native",
        "--out", str(out),
    ]  # fmt: skip
    assert main(command) == 0
    path = out / "output" / "step_03" / folder / "gen.jsonl"
    records = lines_of(path)
    raw = "base_document" if recipe == "document-qa" else "raw_document"
    assert {record[raw] for record in records} == {RECORD["document"], TEXT}
    given = RECORD.keys() - {"document"}
    assert all({key: record[key] for key in given} == {k: RECORD[k] for k in given}
               for record in records)  # fmt: skip
    assert "\\u" not in path.read_text(encoding="utf-8")
    assert len(records) == len(lines_of(out / "pairs.jsonl"))
    before = path.read_bytes()
    assert main(command) == 0
    assert path.read_bytes() == before


def test_a_passage_beyond_the_context_fails_alone(
    tmp_path: Path, openai_server: StartOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(request: Request) -> Any:
        return context_exceeded("vllm", n_ctx=512, n_tokens=900) if TEXT in request.prompt else None

    server = openai_server(fault=too_long)
    monkeypatch.setenv("TEACHER_MODEL_BASE_URL", server.base_url)
    monkeypatch.setenv("TEACHER_MODEL_NAME", server.model)
    monkeypatch.setenv("TEACHER_MODEL_API_KEY", server.key)
    out = tmp_path / "out"
    command = [
        "run", seed_data(tmp_path), "--lang", "kn", "--recipe", "document-qa", "--strategy",
        "native", "--out", str(out),
    ]  # fmt: skip
    assert main(command) == 1
    (failed,) = lines_of(out / "failed.jsonl")
    assert failed["passage"] == TEXT and failed["step"] == "questions"
    assert "passage.max_chars" in failed["detail"]
    records = lines_of(out / "output" / "step_03" / "document_based_qa" / "gen.jsonl")
    assert {record["base_document"] for record in records} == {RECORD["document"]}
