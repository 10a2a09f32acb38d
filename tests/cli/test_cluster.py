"""What `--engine ray` gives its workers, without Ray; with it: test_ray.py."""

import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from mlkt.cli import main
from mlkt.cli.assemble import assemble
from mlkt.cli.cluster import ChainMaker, Cluster, with_keys, without_keys
from mlkt.config import Config, load_config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits

SECRET = "sk-secret-0123456789"
FILE = f"""
models:
  teacher: {{base_url: "http://one:8000/v1", name: gemma, api_key: {SECRET}}}
  critic: {{base_url: "http://two:8000/v1", name: qwen}}
translation:
  engines: {{libre: {{kind: libretranslate, base_url: "http://three:5000", api_key: {SECRET}-3}}}}
  routes: {{"*": [libre]}}
"""


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.yaml").write_text(FILE, encoding="utf-8")
    Path("a.md").write_text("ಮೈಸೂರು ಒಂದು ನಗರ. ಅಲ್ಲಿ 7 ಶಾಲೆಗಳಿವೆ.", encoding="utf-8")


def read(**flags: Any) -> Config:
    return load_config(Path("c.yaml"), environ={}, flags={"lang": "kn", **flags})


def maker(config: Config, **changed: Any) -> ChainMaker:
    journal = Journal()
    road = assemble(config, journal, Limits(1)).road
    journal.close()
    values: dict[str, Any] = {
        "config_path": Path("c.yaml"),
        "titles": {},
        "road": road,
        "folder": Path.cwd(),
    }
    return ChainMaker(without_keys(config), **(values | changed))


def make(chain_maker: ChainMaker) -> Any:
    journal = Journal()
    try:
        return chain_maker(journal, Limits(1))
    finally:
        journal.close()


def test_keys_stay_behind_and_are_read_where_the_worker_is() -> None:
    config = read()
    sent = pickle.dumps(maker(config))
    assert SECRET.encode() not in sent
    assert with_keys(pickle.loads(sent).config, read()) == config
    assert make(pickle.loads(sent))


def test_a_key_goes_to_no_other_server() -> None:
    Path("c.yaml").write_text(FILE.replace("//one:", "//four:"), encoding="utf-8")
    elsewhere = read()
    Path("c.yaml").write_text(FILE, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"no key for models\.teacher \(http://one:8000/v1\)"):
        with_keys(without_keys(read()), elsewhere)


def test_a_worker_without_the_key_says_where_to_put_it() -> None:
    chain_maker = maker(read())
    Path("c.yaml").write_text(FILE.replace(f"{SECRET}-3", "''"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"engines\.libre \(http://three:5000\).*\.env"):
        make(chain_maker)


def test_a_worker_with_other_files_makes_no_chain() -> None:
    with pytest.raises(ConfigError, match="another chain than the driver"):
        make(maker(read(), road="0"))


def test_a_worker_outside_of_the_shared_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no folder .*/away'.*share"):
        make(maker(read(), folder=tmp_path / "away"))


@pytest.mark.parametrize(("device", "gpus"), [("", 0), ("cpu", 0), ("cuda", 1)])
def test_a_worker_takes_a_gpu_where_an_engine_wants_one(device: str, gpus: int) -> None:
    engine = {"kind": "nmt", "path": "nllb", "profile": "nllb", "device": device or None}
    config = read(translation={"engines": {"n": engine}, "routes": {"*": ["n"]}})
    crew = Cluster(4).crew(config)
    assert (crew.gpus, crew.workers, crew.requests, crew.passages) == (gpus, 4, 64, 32)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--workers", "0", "--engine", "ray"], "--workers must be 1 or more, got 0"),
        (["--workers", "2"], "--engine ray"),
    ],
)
def test_mistakes_in_the_options(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "a.md", "--lang", "kn", "--out", "o", *options]) == 2
    assert said in capsys.readouterr().err


def test_without_ray_the_cure_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    argv = ["run", "a.md", "--lang", "kn", "--strategy", "native", "--out", "o", "--engine", "ray"]
    assert main(argv) == 2
    assert "pip install 'mlkt[ray]'" in capsys.readouterr().err
