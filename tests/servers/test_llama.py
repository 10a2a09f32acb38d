from pathlib import Path

import pytest
import regex
from langchain_openai import ChatOpenAI

from mlkt.packs import load_locale
from tests.servers.grammars import (
    grammar_for_claims,
    grammar_for_lines,
    grammar_for_pairs,
    grammar_for_translation,
    grammar_for_verdict,
    literal,
)
from tests.servers.llama import LlamaServer
from tests.servers.raw import ask, fetch, post
from tests.servers.vocabulary import VOCABULARY

SEEDS = range(5)
_KN = VOCABULARY["kn"]
_ANSWERS = ['ಕೆರೆಯು "ಹಳೆಯ" ಕೆರೆ.', "ಅಲ್ಲಿ \\ ನೀರಿದೆ."]


def test_a_model_made_on_the_spot_is_up_at_once(tmp_path: Path):
    pytest.importorskip("xllamacpp", reason="needs the package xllamacpp (extra: llama)")
    with LlamaServer(tmp_path) as server:
        assert fetch(f"{server.base_url}/models", server.key).status == 200


def test_usage_is_llama_cpps_own(llama_server: LlamaServer):
    body = ask(llama_server.endpoint, "ನದಿ ಊರು", max_tokens=5).json()
    assert body["usage"]["completion_tokens"] <= 5
    assert body["usage"]["prompt_tokens"] > 3
    assert body["choices"][0]["finish_reason"] in ("length", "stop")


def test_n_gives_several_answers(llama_server: LlamaServer):
    body = ask(llama_server.endpoint, "x", n=3, max_tokens=4, temperature=1.0).json()
    assert [choice["index"] for choice in body["choices"]] == [0, 1, 2]


def test_a_stream_ends_with_usage(llama_server: LlamaServer):
    options = {"stream": True, "stream_options": {"include_usage": True}, "max_tokens": 4}
    events = ask(llama_server.endpoint, "x", **options).events()
    assert events[-1]["usage"]["completion_tokens"] <= 4


def test_a_wrong_key_is_refused(llama_server: LlamaServer):
    answer = post(llama_server.endpoint, {"messages": []}, key="nonsense")
    assert (answer.status, answer.json()["error"]["type"]) == (401, "authentication_error")


def test_a_prompt_too_long_is_refused_in_the_words_that_faults_use(llama_server: LlamaServer):
    error = ask(llama_server.endpoint, "ನದಿ " * 20_000).json()["error"]
    assert error["type"] == "exceed_context_size_error"
    assert regex.fullmatch(
        r"request \(\d+ tokens\) exceeds the available context size \(\d+ tokens\), "
        "try increasing it",
        error["message"],
    )
    assert error["n_prompt_tokens"] > error["n_ctx"]


def test_chat_openai_passes_a_grammar(llama_server: LlamaServer):
    model = ChatOpenAI(
        base_url=llama_server.base_url,
        api_key=lambda: llama_server.key,
        model=llama_server.model,
        timeout=20,
        max_retries=0,
        extra_body={"grammar": grammar_for_verdict(["ಹೌದು"], reason=_KN)},
    )
    message = model.invoke("x")
    assert message.text.startswith("ಹೌದು\n")
    assert message.usage_metadata is not None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lang", sorted(VOCABULARY))
def test_pairs_are_well_formed(llama_server: LlamaServer, lang: str, seed: int):
    labels, words = load_locale(lang).labels, VOCABULARY[lang]
    question, answer = labels["question"][0], labels["answer"][0]
    grammar = grammar_for_pairs(question, answer, 3, words=words, answers=_ANSWERS)
    blocks = _said(llama_server, grammar, seed).split("\n\n")
    assert len(blocks) == 3
    for block in blocks:
        first, second = block.split("\n")
        asked = first.removeprefix(f"{question}: ").removesuffix("?").split(" ")
        assert set(asked) <= set(words)
        assert all(one != other for one, other in zip(asked, asked[1:], strict=False))
        assert second.removeprefix(f"{answer}: ") in _ANSWERS


@pytest.mark.parametrize("seed", SEEDS)
def test_claims_lines_and_translations_are_well_formed(llama_server: LlamaServer, seed: int):
    claims = grammar_for_claims(
        "Claim",
        "Evidence",
        "Verdict",
        claims=["one.", "two."],
        sentences=["ಒಂದು.", "ಎರಡು."],
        verdicts=["yes", "no"],
    )
    block = r'Claim: {}\nEvidence: "(ಒಂದು|ಎರಡು)\."\nVerdict: (yes|no)'
    assert regex.fullmatch(
        block.format(r"one\.") + r"\n\n" + block.format(r"two\."), _said(llama_server, claims, seed)
    )
    lines = grammar_for_lines([("1. ", ["ಒಂದು", "ಎರಡು"]), ("2. ", ["ಮೂರು"])])
    assert regex.fullmatch(r"1\. (ಒಂದು|ಎರಡು)\n2\. ಮೂರು", _said(llama_server, lines, seed))
    translation = grammar_for_translation(
        [("1", 4, ["1956", "2.5"], "."), ("2", 1, [], "?")], words=_KN
    )
    word = f"(?:{'|'.join(_KN)})"
    assert regex.fullmatch(
        rf"\[1\] {word}( {word}){{3}} 1956 2\.5\.\n\[2\] {word}\?",
        _said(llama_server, translation, seed),
    )


def test_literals_escape_what_gbnf_reads():
    assert literal('a"b\\c\nd') == '"a\\"b\\\\c\\nd"'


def _said(server: LlamaServer, grammar: str, seed: int) -> str:
    options = {"grammar": grammar, "seed": seed, "temperature": 1.0, "max_tokens": 800}
    choice = ask(server.endpoint, "x", **options).json()["choices"][0]
    assert choice["finish_reason"] == "stop"
    return choice["message"]["content"]
