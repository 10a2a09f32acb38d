"""`mlkt run --engine ray` on real Ray: the outcome of a plain run, killed and resumed."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlkt.journal import Journal
from mlkt.samples import sample
from tests.servers.openai_server import OpenAIServer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason="needs the package ray (extra: ray)"
    ),
]
TEXT = "\n\n".join(
    f"## ಭಾಗ {number}\n\nಮೈಸೂರು ನಗರದ {number}ನೇ ವಾರ್ಡ್‌ನಲ್ಲಿ {number * 7} ಶಾಲೆಗಳಿವೆ. "
    f"ಅಲ್ಲಿ {number * 3} ಉದ್ಯಾನಗಳಿವೆ ಎಂದು ಹೇಳಲಾಗುತ್ತದೆ."
    for number in range(1, 13)
)
RAY = ("--engine", "ray", "--workers", "2")


@pytest.fixture
def ray_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give Ray a folder of its own; its sockets need a short path."""
    folder = Path(tempfile.mkdtemp(prefix="r", dir="/tmp"))
    monkeypatch.setenv("RAY_TMPDIR", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ray_folder: Path) -> None:
    monkeypatch.chdir(tmp_path)


def start(*argv: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mlkt", "run", *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def mlkt_run(*argv: str) -> str:
    process = start(*argv)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def outcome(out: str) -> dict[str, Any]:
    """Return the bytes of all files of a run, and of its `run.json` what is the outcome."""
    files: dict[str, Any] = {
        path.name: path.read_bytes()
        for path in Path(out).iterdir()
        if path.suffix in {".jsonl", ".tmx"}
    }
    summary = orjson.loads(Path(out, "run.json").read_bytes())
    del summary["seconds"], summary["paid"]  # one request of two rows is paid for in each shard
    return files | {"run.json": summary}


def teacher(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEACHER_MODEL_BASE_URL", server.base_url)
    monkeypatch.setenv("TEACHER_MODEL_NAME", server.model)
    monkeypatch.setenv("TEACHER_MODEL_API_KEY", server.key)


def test_the_sample_on_ray_equals_the_plain_run_byte_for_byte() -> None:
    article, memory = sample("kn")
    argv = [str(article), "--lang", "kn", "--memory", str(memory), "--limit", "4"]
    said = mlkt_run(*argv, *RAY, "--out", "ray")
    mlkt_run(*argv, "--out", "plain")
    assert outcome("ray") == outcome("plain")
    assert outcome("ray")["pairs.jsonl"] and "4 of 4 passages" in said
    mlkt_run(*argv, "--out", "ray")  # one process goes on where the workers ended
    assert outcome("ray") == outcome("plain")
    assert not Path("ray/shards").exists()


def workers_of(driver: int) -> list[int]:
    """Return the processes of the actors that `driver` started."""
    parents: dict[int, int] = {}
    actors: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
            if (folder / "cmdline").read_bytes().startswith(b"ray::MapWorker"):
                actors.append(int(folder.name))
        except OSError:
            continue

    def line(process: int) -> Iterator[int]:
        while process in parents:
            yield process
            process = parents[process]

    return [actor for actor in actors if driver in line(actor)]


def keys_in(path: Path) -> list[str]:
    journal = Journal(path)
    try:
        return [key for (key,) in journal.execute("SELECT key FROM requests")]
    finally:
        journal.close()


def wait_for(condition: Callable[[], Any], process: subprocess.Popen[str]) -> Any:
    until = time.monotonic() + 60
    while not (found := condition()):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def test_a_killed_driver_and_a_killed_worker_cost_what_was_in_flight(
    openai_server: Callable[..., OpenAIServer],
    monkeypatch: pytest.MonkeyPatch,
    ray_folder: Path,
) -> None:
    server = openai_server(latency_s=0.05, api_key="sk-secret-0123456789")
    teacher(server, monkeypatch)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    Path("c.yaml").write_text(
        "passage: {max_chars: 150}\nlimits: {requests: 4, passages: 4}\n", encoding="utf-8"
    )
    argv = ["a.md", "--lang", "kn", "--config", "c.yaml", "--strategy", "native"]
    mlkt_run(*argv, "--out", "plain")
    needed = len(server.answered)

    def answered() -> int:
        return len(server.answered) - needed

    driver = start(*argv, *RAY, "--out", "ray")
    wait_for(lambda: answered() > needed / 4, driver)
    os.kill(driver.pid, signal.SIGKILL)
    driver.communicate(timeout=30)

    driver = start(*argv, *RAY, "--out", "ray")
    wait_for(lambda: answered() > needed / 2 and workers_of(driver.pid), driver)
    os.kill(workers_of(driver.pid)[0], signal.SIGKILL)
    said, _ = driver.communicate(timeout=120)
    assert driver.returncode == 0, said

    assert outcome("ray") == outcome("plain")
    assert server.peak_in_flight <= 4
    keys = [key for path in Path("ray/shards").glob("*/*.sqlite") for key in keys_in(path)]
    assert len(set(keys)) == needed
    assert orjson.loads(Path("ray/run.json").read_bytes())["paid"]["requests"] == len(keys)
    # Both workers' limits at the first kill, then one's; as many again may wait for their commit.
    assert answered() <= len(keys) + 2 * (4 + 2)
    for path in (*Path("ray").rglob("*"), *ray_folder.rglob("*")):
        if path.is_file():
            assert b"sk-secret" not in path.read_bytes(), path


def test_sigterm_ends_the_driver_as_it_ends_a_plain_run(
    openai_server: Callable[..., OpenAIServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = openai_server(latency_s=0.2)
    teacher(server, monkeypatch)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    driver = start("a.md", "--lang", "kn", "--strategy", "native", *RAY, "--out", "ray")
    wait_for(lambda: server.answered, driver)
    driver.terminate()
    said, _ = driver.communicate(timeout=60)
    assert driver.returncode == 143 and "mlkt: stopped" in said, said
