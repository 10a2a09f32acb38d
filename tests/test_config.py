"""Configuration: layers merge key by key, mistakes name the key, the place and the cure."""

from pathlib import Path

import pytest

from mlkt.config import load_config
from mlkt.errors import ConfigError

SERVER = {"TEACHER_MODEL_BASE_URL": "http://127.0.0.1:8000/v1", "TEACHER_MODEL_NAME": "big"}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mlkt.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_are_deterministic_and_embedded() -> None:
    config = load_config(environ={})
    assert config.strategy == "pivot" and config.pivot == "en"
    assert config.endpoint("teacher") is config.endpoint("critic") is None
    assert config.steps == {}


def test_layers_merge_deeply_file_then_environment_then_flags(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "lang: kn\nmodels: {teacher: {base_url: 'http://a/v1', name: small, timeout_s: 7}}\n"
        "steps: {qa: {temperature: 0.7, n_pairs: 8}}\nlimits: {requests: 3}\n",
    )
    config = load_config(
        path,
        environ={"TEACHER_MODEL_NAME": "big"},
        flags={"lang": None, "strategy": "native", "limits": {"passages": 2}},
    )
    teacher = config.models["teacher"]
    assert (teacher.base_url, teacher.name, teacher.timeout_s) == ("http://a/v1", "big", 7)
    assert (config.lang, config.strategy) == ("kn", "native")
    assert (config.requests, config.passages) == (3, 2)
    assert config.steps["qa"].n_pairs == 8
    assert config.steps["qa"].sampling.temperature == 0.7


def test_critic_and_translator_default_to_the_teacher() -> None:
    other = {"CRITIC_MODEL_BASE_URL": "https://b.example/v1", "CRITIC_MODEL_NAME": "judge"}
    config = load_config(environ=SERVER | other)
    assert config.endpoint("critic") == config.models["critic"] != config.models["teacher"]
    assert config.endpoint("translator") == config.models["teacher"]


def test_an_environment_file_is_read_below_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [f"{key}={value}" for key, value in SERVER.items()]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    for key in SERVER:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("TEACHER_MODEL_NAME", "from-the-shell")
    assert load_config().models["teacher"].name == "from-the-shell"
    assert load_config().models["teacher"].base_url == SERVER["TEACHER_MODEL_BASE_URL"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stratgy: pivot", "unknown key 'stratgy', did you mean 'strategy'"),
        ("steps: {qa: {temprature: 1}}", "'temprature' in `steps.qa`, did you mean 'temperature'"),
        ("steps: {qaa: {n_pairs: 1}}", "'qaa' in `steps`, did you mean 'qa'"),
        ("models: {techer: {name: x}}", "'techer' in `models`, did you mean 'teacher'"),
        ("steps: {qa: {n_pairs: many}}", "`steps.qa.n_pairs` must be of kind int, got 'many'"),
        ("steps: {qa: {n_pairs: true}}", "must be of kind int, got True"),
        ("steps: {translate: {n_pairs: 2}}", "only the step 'qa' makes pairs"),
        ("limits: {requests: 0}", "`limits.requests` must be 1 or more, got 0"),
        ("passage: 3", "`passage` must hold keys, got 3"),
        ("models: {teacher: {name: x}}", "has no base_url: set TEACHER_MODEL_BASE_URL"),
        ("models: {critic: {base_url: 'http://a/v1'}}", "has no name: set CRITIC_MODEL_NAME"),
        ("models: {teacher: {base_url: 'ftp://a', name: x}}", "http or https address"),
        ("models: {teacher: {base_url: 'localhost:80', name: x}}", "http or https address"),
        ("- a\n- b", "expected `key: value` lines"),
        ("a: [", "not YAML"),
        ("steps: {qa: {prompt: nowhere.md}}", "cannot read"),
    ],
)
def test_a_mistake_names_key_place_and_cure(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text), environ={})
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere.yaml"):
        load_config(tmp_path / "nowhere.yaml", environ={})


def test_no_key_of_a_server_is_ever_shown(tmp_path: Path) -> None:
    secret = "sk-do-not-show-me"
    config = load_config(environ=SERVER | {"TEACHER_MODEL_API_KEY": secret})
    assert config.models["teacher"].api_key == secret
    assert secret not in repr(config)
    bad = written(tmp_path, f"models: {{teacher: {{api_key: [{secret}]}}}}")
    with pytest.raises(ConfigError) as caught:
        load_config(bad, environ={})
    assert secret not in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        load_config(environ=SERVER | {"TEACHER_MODEL_BASE_URL": f"http://me:{secret}@host/v1"})
    assert secret not in str(caught.value)


def test_a_prompt_of_ones_own_is_read_beside_the_file(tmp_path: Path) -> None:
    head = "---\ninputs: [document, question_label, answer_label]\n---\n"
    body = "{document} {question_label} {answer_label}"
    (tmp_path / "mine.md").write_text(head + body, encoding="utf-8")
    config = load_config(written(tmp_path, "steps: {qa: {prompt: mine.md}}"), environ={})
    prompt = config.steps["qa"].prompt
    assert prompt is not None and prompt.text == body
