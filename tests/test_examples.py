"""Every example runs with no model configured, and with one."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.openai_server import OpenAIServer

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.py"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


def run(path: Path, cwd: Path, **environment: str) -> str:
    result = subprocess.run(
        [sys.executable, str(path)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr[-4000:]
    return result.stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_runs_with_the_embedded_teacher(path: Path, tmp_path: Path) -> None:
    assert len(run(path, tmp_path).splitlines()) > 2


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_runs_with_a_server(
    path: Path, tmp_path: Path, openai_server: Callable[..., OpenAIServer]
) -> None:
    server = openai_server()
    run(
        path,
        tmp_path,
        TEACHER_MODEL_BASE_URL=server.base_url,
        TEACHER_MODEL_NAME=server.model,
        TEACHER_MODEL_API_KEY=server.key,
    )
    assert server.answered
