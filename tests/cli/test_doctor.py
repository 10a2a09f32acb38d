"""`mlkt doctor` says what a run would meet; no server and no file makes it crash."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mlkt.cli import main
from mlkt.samples import sample
from tests.servers.faults import BROKEN_JSON, NULL_CONTENT, Fault, server_error
from tests.servers.openai_server import OpenAIServer
from tests.servers.openai_shapes import Reply

Start = Callable[..., OpenAIServer]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def use(patch: pytest.MonkeyPatch, base_url: str, name: str, key: str = "") -> None:
    for variable, value in (("BASE_URL", base_url), ("NAME", name), ("API_KEY", key)):
        patch.setenv(f"TEACHER_MODEL_{variable}", value)


def doctor(capsys: pytest.CaptureFixture[str], config: str | None = None) -> tuple[int, str]:
    if config is None:
        return main(["doctor"]), capsys.readouterr().out
    Path("c.yaml").write_text(config, encoding="utf-8")
    return main(["doctor", "--config", "c.yaml"]), capsys.readouterr().out


def failures(text: str) -> list[str]:
    return [line for line in text.splitlines() if "FAILED" in line]


@pytest.fixture
def web_page() -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<!doctype html><title>Open WebUI</title>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["", "/", "/v1"])
def test_a_web_page_is_no_model(
    web_page: str, path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, web_page + path, "m")
    code, text = doctor(capsys)
    assert code == 1
    assert "TEACHER_MODEL_BASE_URL end in /v1" in failures(text)[0]


@pytest.mark.parametrize("fault", [BROKEN_JSON, NULL_CONTENT, server_error()])
def test_a_server_that_fails_is_not_healthy(
    openai_server: Start,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server = openai_server(lambda _: "yes", fault=lambda _: fault)
    use(monkeypatch, server.base_url, server.model, server.key)
    code, text = doctor(capsys)
    assert code == 1 and len(failures(text)) == 1


@pytest.mark.parametrize("reply", [Reply(""), Reply(" \n"), Reply("", reasoning="hm")])
def test_a_model_that_answers_nothing_is_not_healthy(
    openai_server: Start,
    reply: Reply,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server = openai_server(lambda _: reply)
    use(monkeypatch, server.base_url, server.model, server.key)
    code, text = doctor(capsys)
    assert code == 1 and "empty answer" in failures(text)[0]


def test_a_model_is_asked_as_a_run_asks_it(
    openai_server: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    server = openai_server(lambda _: "yes", api_key=None)
    endpoint = f"base_url: '{server.base_url}', name: {server.model}"
    code, text = doctor(
        capsys, f"models: {{teacher: {{{endpoint}, thinking: false, profile: qwen3}}}}\nlang: kn"
    )
    assert code == 0, text
    asked = server.chats[0].sampling
    assert asked["chat_template_kwargs"] == {"enable_thinking": False}


def test_a_whole_configuration_is_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    memory = sample("kn")[1].as_posix()
    code, text = doctor(capsys, f"lang: kn\nmemory: ['{memory}']")
    assert code == 0, text
    assert "  pivot, kn\n" in text


def write_broken_chain() -> None:
    Path("brokenchain.py").write_text("def factory(*_, **__):\n    return 1 / 0\n", "utf-8")


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("lang: kn\nmemory: [nowhere.tmx]", "nowhere.tmx"),
        ("memory: [nowhere.tmx]", "nowhere.tmx"),
        ("lang: kn\nstrategy: native\nchain: nowhere:factory", "nowhere:factory"),
        ("lang: kn\nstrategy: native\nchain: brokenchain:factory", "brokenchain:factory"),
        ("lang: kn\nstrategy: sideways", "sideways"),
        ("lang: kn", "TRANSLATOR_MODEL_BASE_URL"),
    ],
)
def test_a_configuration_is_checked_whole(
    capsys: pytest.CaptureFixture[str], config: str, told: str
) -> None:
    write_broken_chain()
    code, text = doctor(capsys, config)
    assert code == 1
    assert len(failures(text)) == 1 and told in failures(text)[0]
    assert "versions" in text


def test_an_unknown_language_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    Path("c.yaml").write_text("lang: xx-none", encoding="utf-8")
    assert main(["doctor", "--config", "c.yaml"]) == 2
    assert "xx-none" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["run", "--help"], ["doctor"]])
def test_output_is_utf_8_under_another_code_page(argv: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mlkt", *argv],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )
    assert result.returncode == 0, result.stderr
    assert "…" in result.stdout.decode("utf-8") or "ಕನ್ನಡ" in result.stdout.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is an OSError of its own on Windows")
@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["doctor"]])
def test_a_reader_that_goes_away_is_no_error_to_show(argv: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        result = subprocess.run(
            [sys.executable, "-m", "mlkt", *argv], stdout=write, stderr=subprocess.PIPE
        )
    finally:
        os.close(write)
    assert result.stderr == b""
    assert result.returncode in (0, 1)  # argparse itself ignores it after --help
