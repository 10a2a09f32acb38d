"""Configuration: layers merge key by key, mistakes name the key, the place and the cure."""

from pathlib import Path
from typing import Any

import orjson
import pytest
import regex

from mlkt.config import load_config
from mlkt.errors import ConfigError, LanguageError, PackError
from tests.chains.prompts import TASK

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
        ("steps: {translate: {n_pairs: 2}}", "only these steps ask for several: qa"),
        ("limits: {requests: 0}", "`limits.requests` must be 1 or more, got 0"),
        ("passage: {max_chars: 0}", "`passage.max_chars` must be 1 or more, got 0"),
        ("steps: {qa: {n_pairs: 0}}", "`steps.qa.n_pairs` must be 1 or more, got 0"),
        ("steps: {qa: {temperature: 2.1}}", "`steps.qa.temperature` must be from 0 to 2, got 2.1"),
        ("steps: {qa: {temperature: .nan}}", "must be from 0 to 2, got nan"),
        ("steps: {qa: {temperature: .inf}}", "must be from 0 to 2, got inf"),
        ("steps: {qa: {top_p: 0}}", "`steps.qa.top_p` must be above 0 and at most 1, got 0"),
        ("steps: {qa: {top_k: -1}}", "`steps.qa.top_k` must be 1 or more, got -1"),
        ("steps: {qa: {max_tokens: 0}}", "`steps.qa.max_tokens` must be 1 or more, got 0"),
        ("models: {teacher: {timeout_s: 0}}", "`models.teacher.timeout_s` must be a number above"),
        ("models: {teacher: {timeout_s: .inf}}", "`models.teacher.timeout_s` must be a number"),
        ("models: {teacher: {max_retries: -1}}", "`models.teacher.max_retries` must be 0 or more"),
        (
            "models: {teacher: {base_url: 'http://a/v1', name: x, profile: qwn3}}",
            "models.teacher.profile is not a known one, did you mean 'qwen3'?",
        ),
        ("models: {teacher: {base_url: 'http://[a/v1', name: x}}", "http or https address"),
        ("models: {teacher: {base_url: 'http://a:b/v1', name: x}}", "http or https address"),
        ("memory: [3]", "`memory` must be a list of texts, got [3]"),
        ("a: 2024-13-45", "not YAML"),
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


SECRET = "sk-do-not-show-me"


@pytest.mark.parametrize(
    "text",
    [
        f"models: {{teacher: {SECRET}}}",
        f"models: {SECRET}",
        f"models: {{teacher: {{api_key:{SECRET}}}}}",
        f"models: {{teacher: {{name: [{SECRET}]}}}}",
        f"models: {{teacher: {{timeout_s: {SECRET}}}}}",
        f"models: {{teacher: {{base_url: {SECRET}, name: x}}}}",
        f"models: {{teacher: {{base_url: 'http://a/v1', name: x, profile: {SECRET}}}}}",
        f"models: {{teacher: {{base_url: 'http://a/v1?key={SECRET}', name: x}}}}",
        f"api_key:{SECRET}: x",
        f"models:\n  teacher:\n    api_key: '{SECRET}\n    name: x",
        f"models:\n  teacher: {{api_key: {SECRET}, name: ]}}",
        f"models: {{teacher: {{api_key: *{SECRET}}}}}",
        f"models: {{teacher: {{api_key: !{SECRET} x}}}}",
    ],
)
def test_a_mistake_beside_a_key_does_not_show_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text), environ={})
    assert SECRET not in str(caught.value) and "\n" not in str(caught.value)


def test_broken_yaml_names_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"yaml, line 2, column 9: not YAML in UTF-8: mapping"):
        load_config(written(tmp_path, "lang: kn\npivot: a: b"), environ={})


def test_a_key_in_the_query_of_an_address_is_refused_with_its_place() -> None:
    address = {"TEACHER_MODEL_BASE_URL": "https://a.example/v1?key=1"}
    with pytest.raises(ConfigError, match="give the key as TEACHER_MODEL_API_KEY"):
        load_config(environ=SERVER | address)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("TEACHER_MODEL_URL", "TEACHER_MODEL_BASE_URL"),
        ("CRITIC_MODEL_KEY", "CRITIC_MODEL_API_KEY"),
        ("TRANSLATOR_MODEL_NAMES", "TRANSLATOR_MODEL_NAME"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest(name: str, known: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(environ={name: SECRET, "TEACHER_NOTES": "not ours"})
    assert f"unknown {name!r}, did you mean {known!r}?" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_an_environment_file_must_be_utf_8_and_may_have_a_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = "\n".join(f"{key}={value}" for key, value in SERVER.items())
    Path(".env").write_text(lines, encoding="utf-8-sig")
    assert load_config().models["teacher"].name == "big"
    Path(".env").write_bytes(b"TEACHER_MODEL_NAME=\xff\xfe")
    with pytest.raises(ConfigError, match=".env is not UTF-8"):
        load_config()


TEACHER = "{base_url: 'http://a/v1', name: big, api_key: k, timeout_s: 7, profile: qwen3}"


@pytest.mark.parametrize(
    ("critic", "expected"),
    [
        ("{name: judge}", ("http://a/v1", "judge", "k", 7, "auto")),
        ("{thinking: false}", ("http://a/v1", "big", "k", 7, "qwen3")),
        ("{name: big, api_key: own}", ("http://a/v1", "big", "own", 7, "qwen3")),
        ("{base_url: 'http://b/v1'}", ("http://b/v1", "big", "", 7, "qwen3")),
        ("{base_url: 'http://b/v1', api_key: own}", ("http://b/v1", "big", "own", 7, "qwen3")),
        ("{base_url: 'http://a/v1', api_key: }", ("http://a/v1", "big", "k", 7, "qwen3")),
    ],
)
def test_a_role_stands_over_the_teacher_and_no_key_goes_to_another_server(
    tmp_path: Path, critic: str, expected: tuple[Any, ...]
) -> None:
    path = written(tmp_path, f"models:\n  teacher: {TEACHER}\n  critic: {critic}\n")
    found = load_config(path, environ={}).models["critic"]
    assert expected == (
        found.base_url,
        found.name,
        found.api_key,
        found.timeout_s,
        found.profile,
    )


def test_the_critics_name_alone_is_enough_in_the_environment() -> None:
    named = SERVER | {"TEACHER_MODEL_API_KEY": "k", "CRITIC_MODEL_NAME": "judge"}
    critic = load_config(environ=named).models["critic"]
    assert (critic.base_url, critic.name, critic.api_key) == (
        "http://127.0.0.1:8000/v1",
        "judge",
        "k",
    )


def test_languages_are_those_of_the_locales(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "lang: kn_IN\npivot: EN-gb"), environ={})
    assert (config.lang, config.pivot) == ("kn", "en")
    for text in ("lang: xx-none", "pivot: xx-none"):
        with pytest.raises(LanguageError, match="xx-none"):
            load_config(written(tmp_path, text), environ={})


def test_memory_stands_beside_the_file_or_in_the_working_folder(tmp_path: Path) -> None:
    path = written(tmp_path, f"memory: [a.tmx, {tmp_path.as_posix()}/b.tmx]")
    assert load_config(path, environ={}).memory == (tmp_path / "a.tmx", tmp_path / "b.tmx")
    flags = {"memory": ["c.tmx"]}
    assert load_config(path, environ={}, flags=flags).memory == (Path("c.tmx"),)


def test_a_prompt_of_ones_own_is_read_beside_the_file(tmp_path: Path) -> None:
    head = "---\ninputs: [document, question_label, answer_label]\n---\n"
    body = "{document} {question_label} {answer_label}"
    (tmp_path / "mine.md").write_text(head + body, encoding="utf-8")
    config = load_config(written(tmp_path, "steps: {qa: {prompt: mine.md}}"), environ={})
    prompt = config.steps["qa"].prompt
    assert prompt is not None and prompt.text == body


@pytest.mark.parametrize(
    ("head", "prompt_lang", "expected"),
    [
        ("strategy: native\nlang: kn", "", "kn"),
        ("strategy: pivot\nlang: kn", "", "en"),
        ("strategy: pivot\nlang: kn\npivot: hi", "", "hi"),
        ("strategy: pivot\nlang: hi\npivot: hi", "", "hi"),
        ("strategy: native", "", "en"),
        ("strategy: pivot", "", "en"),
        ("strategy: native\nlang: kn", "sw-KE", "sw"),
    ],
)
def test_a_prompt_of_ones_own_is_in_the_working_language(
    tmp_path: Path, head: str, prompt_lang: str, expected: str
) -> None:
    (tmp_path / "mine.md").write_text("---\ninputs: [document]\n---\n{document}", encoding="utf-8")
    named = f", prompt_lang: {prompt_lang}" if prompt_lang else ""
    path = written(tmp_path, f"{head}\nsteps: {{qa: {{prompt: mine.md{named}}}}}")
    prompt = load_config(path, environ={}).steps["qa"].prompt
    assert prompt is not None and prompt.lang == expected


def test_the_public_configuration_is_whole_and_holds_no_key(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("---\ninputs: [document]\n---\n{document}", encoding="utf-8")
    path = written(
        tmp_path,
        "lang: kn\nmemory: [a.tmx]\nchain: m:f\nlimits: {requests: 3}\n"
        "steps: {qa: {temperature: 0.7, top_k: 20, n_pairs: 8, prompt: mine.md}}\n",
    )
    config = load_config(path, environ=SERVER | {"TEACHER_MODEL_API_KEY": SECRET})
    public = orjson.loads(orjson.dumps(config.public()))
    assert SECRET not in str(public)
    assert public["models"] == {
        "teacher": {
            "base_url": "http://127.0.0.1:8000/v1",
            "name": "big",
            "timeout_s": 300.0,
            "max_retries": 5,
            "profile": "auto",
            "thinking": None,
        }
    }
    prompt = config.steps["qa"].prompt
    assert prompt is not None
    assert public["steps"]["qa"] == {
        "temperature": 0.7,
        "top_p": None,
        "top_k": 20,
        "max_tokens": None,
        "n_pairs": 8,
        "thinking": None,
        "prompt": prompt.signature,
        "prompt_lang": None,
    }
    assert public["steps"]["translate"]["temperature"] == 0.0
    assert {key: public[key] for key in public.keys() - {"models", "steps"}} == {
        "lang": "kn",
        "recipe": "knowledge",
        "strategy": "pivot",
        "pivot": "en",
        "views": [],
        "tasks": [],
        "seeds": [],
        "memory": [str(tmp_path / "a.tmx")],
        "translation": {"engines": {}, "routes": {}, "glossary": [], "keep": []},
        "chain": "m:f",
        "passage": {"max_chars": 2000},
        "limits": {"requests": 3, "passages": 32},
    }


def test_a_view_of_ones_own_is_a_prompt_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "timeline.md").write_text(TASK, encoding="utf-8")
    path = tmp_path / "mlkt.yaml"
    path.write_text(
        "lang: kn\nviews: [facts, timeline.md]\nsteps: {summary_timeline: {n: 3}}\n", "utf-8"
    )
    config = load_config(path, environ={})
    assert config.views == ("facts", "timeline")
    step = config.steps["summary_timeline"]
    assert step.n == 3 and step.prompt and "timeline" in step.prompt.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("views: [fact]", "unknown view 'fact', did you mean 'facts'"),
        ("views: [epic.md]", "steps.summary_epic.prompt: cannot read"),
        ("views: [facts, facts]", "view 'facts' is named twice"),
        ("views: [facts.md]", "'facts' is mlkt's own: rename the file"),
        ("steps: {qa: {n: 3}}", "steps.qa.n: only summaries are asked for more than once"),
        ("views: [blind.md]", "blind.md: the prompt takes ['language'] and not the document"),
        ("views: [odd.md]", "odd.md: unknown inputs ['question']; 'summary_odd' has ['document', "),
        ("views: [torn.md]", "torn.md: inputs ['document'], but the text uses []"),
    ],
)
def test_a_view_that_cannot_be_is_named(text: str, message: str, tmp_path: Path) -> None:
    for name, inputs, prompt in (
        ("blind", "language", "Write in {language}."),
        ("odd", "document, question", "{document} {question}"),
        ("torn", "document", "Write a timeline."),
    ):
        source = f"---\ninputs: [{inputs}]\n---\n{prompt}\n"
        (tmp_path / f"{name}.md").write_text(source, encoding="utf-8")
    path = tmp_path / "mlkt.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises((ConfigError, PackError), match=regex.escape(message)):
        load_config(path, environ={})


def test_durable_is_a_switch_and_no_other_run(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("durable: true\n", encoding="utf-8")
    config = load_config(path, environ={})
    assert config.durable and config.public()["durable"] is True
    assert "durable" not in load_config(None, environ={}).public()
    path.write_text("durable: always\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="durable"):
        load_config(path, environ={})
