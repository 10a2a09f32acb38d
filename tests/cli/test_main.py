"""The command line as a user meets it: exit codes, one-line errors, nothing lost."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from mlkt.cli import main
from mlkt.samples import sample

KANNADA = "# ಮೈಸೂರು\n\nಮೈಸೂರು ಕರ್ನಾಟಕದ ಒಂದು ನಗರ. ಮೈಸೂರು ಅರಮನೆಯು ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು. ನಗರದಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ.\n"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(name: str, text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    Path(name).write_bytes(data)
    return name


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """Return the one line that a refused command prints; it exits with 2 and no traceback."""
    assert main(list(argv)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1 and captured.err.startswith("mlkt: ")
    return captured.err


def run_json(out: str) -> dict[str, object]:
    return orjson.loads(Path(out, "run.json").read_bytes())


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert all(command in text for command in ("demo", "run", "init", "doctor"))


def test_run_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    text = capsys.readouterr().out
    for option in ("--lang", "--out", "--config", "--strategy", "--memory", "--limit", "--preview"):
        assert option in text
    assert "TEACHER_MODEL_BASE_URL" in text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("mlkt ")


@pytest.mark.parametrize("lang", ["kn", "hi", "sw"])
def test_demo_keeps_pairs_in_the_language(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--lang", lang, "--out", "d"]) == 0
    text = capsys.readouterr().out
    assert "not a language model" in text
    counts = run_json("d")["counts"]
    assert counts["adds_up"] is True and counts["pairs"]["kept"] >= (10 if lang == "kn" else 5)  # type: ignore[index]
    assert f"kept       {counts['pairs']['kept']}" in text  # type: ignore[index]


def test_demo_with_thinking_keeps_the_same_pairs_and_their_reasoning() -> None:
    assert main(["demo", "--out", "plain"]) == 0
    assert main(["demo", "--think", "--out", "think"]) == 0
    plain, think = (
        [orjson.loads(line) for line in Path(out, "pairs.jsonl").read_bytes().splitlines()]
        for out in ("plain", "think")
    )
    assert [(p["question"], p["answer"]) for p in plain] == [
        (p["question"], p["answer"]) for p in think
    ]
    assert all(p["pivot_reasoning"] for p in think)
    assert not any(p["pivot_reasoning"] for p in plain)


def test_demo_a_second_time_does_nothing_anew(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--out", "d"]) == 0
    files = {path.name: path.read_bytes() for path in Path("d").glob("*.jsonl")}
    assert main(["demo", "--out", "d"]) == 0
    assert "8 of 8 passages were done before" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in Path("d").glob("*.jsonl")} == files


def test_a_file_of_ones_own_works_natively_with_no_model() -> None:
    file = written("a.md", KANNADA)
    assert main(["run", file, "--lang", "kn", "--strategy", "native", "--out", "o"]) == 0
    pairs = [orjson.loads(line) for line in Path("o/pairs.jsonl").read_bytes().splitlines()]
    assert pairs and all(pair["evidence"] and pair["pivot_question"] is None for pair in pairs)
    assert any(pair["answer"] == "೧೯೧೨" for pair in pairs)


def test_without_translator_a_pivot_run_stops_before_any_work(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = refused(capsys, "run", written("a.md", KANNADA), "--lang", "kn", "--out", "o")
    for cure in ("--strategy native", "TRANSLATOR_MODEL_BASE_URL", "--memory FILE.tmx"):
        assert cure in line
    assert not list(Path("o").glob("*.jsonl"))


def test_limit_and_then_all_continue_in_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    article, memory = sample("kn")
    common = ["run", str(article), "--lang", "kn", "--memory", str(memory), "--out", "o"]
    assert main([*common, "--limit", "2"]) == 0
    assert run_json("o")["counts"]["passages"]["in"] == 2  # type: ignore[index]
    assert main(common) == 0
    assert "2 of 8 passages were done before" in capsys.readouterr().err
    assert main([*common[:-1], "plain"]) == 0
    for name in ("pairs.jsonl", "rejected.jsonl", "parallel.jsonl", "messages.jsonl"):
        assert Path("o", name).read_bytes() == Path("plain", name).read_bytes()


def test_every_sentence_stands_in_parallel(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--out", "d"]) == 0
    segments = [orjson.loads(line) for line in Path("d/parallel.jsonl").read_bytes().splitlines()]
    ids = [id for segment in segments for id in segment["sentence_ids"]]
    assert ids == [f"s{number}" for number in range(1, len(ids) + 1)]
    assert len(ids) == run_json("d")["counts"]["sentences"]["in"]  # type: ignore[index]


def test_preview_shows_cards_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    article, memory = sample("kn")
    argv = ["run", str(article), "--lang", "kn", "--memory", str(memory), "--preview", "2"]
    assert main(argv) == 0
    text = capsys.readouterr().out
    assert text.count("━━ passage") == 2
    for title in ("translation (en)", "summary: detailed", "summary: facts", "kept:", "rejected:"):
        assert f"── {title}" in text
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    ("content", "lang", "message"),
    [
        ("", "kn", "empty"),
        (b"\xff\xfe\x00\x01\x02garbage\xff", "kn", "UTF-8"),
        (KANNADA, "knn", "did you mean 'kn'"),
        (KANNADA, "xx", ", kn, "),
        (KANNADA * 3, "hi", "--lang kn"),
        ("The palace was completed in 1912 and stands in the city. " * 9, "kn", "--lang en"),
    ],
)
def test_a_bad_document_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], content: str | bytes, lang: str, message: str
) -> None:
    line = refused(capsys, "run", written("a.md", content), "--lang", lang, "--out", "o")
    assert message in line
    assert not Path("o").exists()


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["run", "nowhere.md", "--lang", "kn", "--out", "o"], "nowhere.md"),
        (["run", "a.md", "--lang", "kn"], "--out DIR"),
        (["run", "a.md", "--out", "o"], "--lang"),
        (["run", "a.md", "--lang", "kn", "--out", "o", "--limit", "0"], "--limit"),
        (["run", "a.md", "--lang", "kn", "--out", "o", "--memory", "no.tmx"], "no.tmx"),
        (["run", "a.md", "--lang", "kn", "--out", "o", "--config", "no.yaml"], "no.yaml"),
        (["run", "a.md", "--lang", "kn", "--out", "a.md"], "is a file"),
        (["run", "a.md", "--lang", "kn", "--out", "other"], "holds 'x'"),
        (["demo", "--lang", "fr"], "there are hi, kn, sw"),
        (["run", "a.md", "--lang", "kn", "--out", "x" * 300], "File name too long"),
    ],
)
def test_a_bad_argument_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    written("a.md", KANNADA)
    Path("other").mkdir()
    written("other/x", "x")
    assert message in refused(capsys, *argv)


def test_a_folder_of_another_run_is_refused_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    file = written("a.md", KANNADA)
    common = ["run", file, "--lang", "kn", "--out", "o", "--strategy", "native"]
    assert main(common) == 0
    before = Path("o/pairs.jsonl").read_bytes()
    capsys.readouterr()
    written("c.yaml", "steps: {qa: {n_pairs: 2}}")
    assert "steps" in refused(capsys, *common, "--config", "c.yaml")
    other = written("b.md", KANNADA.replace("೬೫", "೬೬"))
    assert "'a.md'" in refused(capsys, *[other if part == file else part for part in common])
    assert Path("o/pairs.jsonl").read_bytes() == before


def test_one_new_document_costs_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = written("a.md", KANNADA), written("b.md", KANNADA.replace("೬೫", "೬೬"))
    options = ["--lang", "kn", "--out", "o", "--strategy", "native"]
    assert main(["run", first, *options]) == 0
    assert main(["run", first, second, *options]) == 0
    assert "1 of 2 passages were done before" in capsys.readouterr().err


def test_a_chain_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    written(
        "mychains.py",
        "from mlkt.chains import qa\n"
        "def factory(model, lang, *, judge, translator, memory, strategy, pivot, steps):\n"
        "    return qa(model, lang, steps=steps)\n",
    )
    written("c.yaml", "chain: mychains:factory\nstrategy: native\n")
    argv = ["run", written("a.md", KANNADA), "--lang", "kn", "--out", "o", "--config", "c.yaml"]
    assert main(argv) == 0
    pairs = [orjson.loads(line) for line in Path("o/pairs.jsonl").read_bytes().splitlines()]
    assert pairs and all(pair["verdicts"] == [] for pair in pairs)
    capsys.readouterr()
    written("c.yaml", "chain: mychains:nothing\nstrategy: native\n")
    assert "mychains:nothing" in refused(capsys, *argv)


def test_init_writes_what_run_reads_and_overwrites_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["init", "p"]) == 0
    text = Path("p/.env.example").read_text(encoding="utf-8")
    assert all(name in text for name in ("vLLM", "Ollama", "LM Studio", "TEACHER_MODEL_API_KEY"))
    capsys.readouterr()
    assert "already" in refused(capsys, "init", "p")
    file = written("a.md", KANNADA)
    argv = ["run", file, "--config", "p/mlkt.yaml", "--strategy", "native", "--out", "o"]
    assert main(argv) == 0


def test_doctor_without_a_model_says_what_answers_and_what_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    assert "mlkt-extractive answers" in text and "not a language model" in text
    assert "ಕನ್ನಡ" in text and "draft" in text
    assert "pip install 'mlkt[documents]'" in text


def test_it_runs_as_a_program() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mlkt", "demo", "--lang", "sw"], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    assert Path("mlkt-demo-sw/pairs.jsonl").is_file()
    assert "passages" in result.stderr and "\r" not in result.stderr


def test_the_cure_that_is_named_works_in_the_same_folder(
    capsys: pytest.CaptureFixture[str],
) -> None:
    common = ["run", written("a.md", KANNADA), "--lang", "kn", "--out", "o"]
    assert "--strategy native" in refused(capsys, *common)
    assert main([*common, "--strategy", "native"]) == 0


def test_an_edited_document_is_done_anew_and_the_old_text_leaves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ["run", written("a.md", KANNADA), "--lang", "kn", "--out", "o", "--strategy", "native"]
    assert main(argv) == 0
    written("a.md", KANNADA.replace("೧೯೧೨", "೧೯೨೨"))
    assert main(argv) == 0
    assert main([*argv[:-3], "plain", *argv[-2:]]) == 0
    assert Path("o/pairs.jsonl").read_bytes() == Path("plain/pairs.jsonl").read_bytes()
    assert "೧೯೧೨" not in Path("o/pairs.jsonl").read_text(encoding="utf-8")


def test_a_document_named_twice_is_read_once(capsys: pytest.CaptureFixture[str]) -> None:
    files = [written("a.md", KANNADA), written("b.md", KANNADA)]
    assert main(["run", *files, "--lang", "kn", "--out", "o", "--strategy", "native"]) == 0
    assert "b.md: the same document again, read once" in capsys.readouterr().err
    assert run_json("o")["counts"]["passages"]["in"] == 1  # type: ignore[index]


def test_a_demo_of_another_version_makes_room() -> None:
    assert main(["demo", "--lang", "sw", "--out", "d"]) == 0
    assert main(["demo", "--lang", "hi", "--out", "d"]) == 0
    assert main(["demo", "--lang", "hi", "--out", "plain"]) == 0
    assert Path("d/pairs.jsonl").read_bytes() == Path("plain/pairs.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("module", "message"),
    [
        ("def factory(model): return model", "TypeError"),
        ("def factory(*a, **k): return 7", "returned 7"),
        ("def factory(*a, **k): raise KeyError('x')", "KeyError"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("def factory(:", "SyntaxError"),
    ],
)
def test_a_broken_chain_of_ones_own_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], module: str, message: str, request: pytest.FixtureRequest
) -> None:
    name = f"chain_{abs(hash(module))}"
    written(f"{name}.py", module)
    written("c.yaml", f"chain: {name}:factory\nstrategy: native\n")
    argv = ["run", written("a.md", KANNADA), "--lang", "kn", "--out", "o", "--config", "c.yaml"]
    assert message in refused(capsys, *argv)


def test_a_run_json_that_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["run", written("a.md", KANNADA), "--lang", "kn", "--out", "o", "--strategy", "native"]
    assert main(argv) == 0
    capsys.readouterr()
    for broken in ("{}", "{", "[]"):
        written("o/run.json", broken)
        assert "run.json" in refused(capsys, *argv)


def test_preview_and_out_do_not_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["run", written("a.md", KANNADA), "--lang", "kn", "--out", "o", "--preview", "1"]
    assert "--preview writes nothing" in refused(capsys, *argv)
