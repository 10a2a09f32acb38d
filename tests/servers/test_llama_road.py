import pytest
import regex

from mlkt.packs import load_locale, load_prompt
from tests.servers.llama import LlamaServer
from tests.servers.loopback import Endpoint
from tests.servers.raw import ask, fetch, post
from tests.servers.road import sentences
from tests.servers.vocabulary import VOCABULARY

DOCUMENT = "ಕೆರೆಯನ್ನು ೧೬೮೪ರಲ್ಲಿ ಕಟ್ಟಿದರು. ಏರಿ 1998ರಲ್ಲಿ ಒಡೆಯಿತು. ಇಂದು ಹಳ್ಳಿಗಳಿಗೆ ನೀರು ಹರಿಯುತ್ತದೆ."
LOCALE = load_locale("kn")
WORDS = {f"{label}_label": forms[0] for label, forms in LOCALE.labels.items()} | {
    "yes": LOCALE.yes[0],
    "no": LOCALE.no[0],
    "unclear": LOCALE.unclear[0],
    "language": LOCALE.name,
    "outline": "ಕೆರೆ",
    "document": DOCUMENT,
    "question": "ಕೆರೆಯನ್ನು ಯಾವಾಗ ಕಟ್ಟಿದರು?",
    "answer": "ಕೆರೆಯನ್ನು ೧೬೮೪ರಲ್ಲಿ ಕಟ್ಟಿದರು. ಹೌದು.",
    "n_pairs": "2",
}


def test_pairs_come_in_the_prompts_form(llama_road_server: Endpoint):
    blocks = _said(llama_road_server, "qa").split("\n\n")
    assert len(blocks) == 2
    for block in blocks:
        question, answer = block.split("\n")
        assert question.startswith(f"{WORDS['question_label']}: ")
        assert answer.removeprefix(f"{WORDS['answer_label']}: ") in sentences(DOCUMENT)


def test_summaries_are_made_of_sentences(llama_road_server: Endpoint):
    known = sentences(DOCUMENT)
    assert set(_said(llama_road_server, "summary_extractive").split("\n")) <= set(known)
    facts = _said(llama_road_server, "summary_facts").split("\n")
    assert [fact[:3] for fact in facts] == ["1. ", "2. "]
    assert {fact[3:] for fact in facts} <= set(known)
    assert set(sentences(_said(llama_road_server, "summary_detailed"))) <= set(known)


def test_each_claim_gets_evidence_and_a_verdict(llama_road_server: Endpoint):
    blocks = _said(llama_road_server, "faithfulness").split("\n\n")
    assert len(blocks) == 2
    for block in blocks:
        claim, evidence, verdict = block.split("\n")
        assert claim.removeprefix(f"{WORDS['claim_label']}: ") in WORDS["answer"]
        assert evidence.removeprefix(f'{WORDS["evidence_label"]}: "')[:-1] in sentences(DOCUMENT)
        assert verdict.removeprefix(f"{WORDS['verdict_label']}: ") in (
            WORDS["yes"],
            WORDS["no"],
            WORDS["unclear"],
        )


@pytest.mark.parametrize("task", ["relevance", "standalone"])
def test_a_verdict_has_a_reason(llama_road_server: Endpoint, task: str):
    verdict, reason = _said(llama_road_server, task).split("\n")
    assert verdict in (WORDS["yes"], WORDS["no"], WORDS["unclear"])
    assert reason


def test_a_translation_keeps_lines_and_numbers(llama_road_server: Endpoint):
    lines = [f"[{number}] {line}" for number, line in enumerate(sentences(DOCUMENT), 1)]
    said = _said(
        llama_road_server,
        "translate",
        text="\n".join(lines),
        context="",
        source_language="ಕನ್ನಡ",
        target_language="English",
    ).split("\n")
    assert [line[:4] for line in said] == ["[1] ", "[2] ", "[3] "]
    assert ["1684" in said[0], "1998" in said[1]] == [True, True]
    for line in said:
        assert set(regex.findall(r"\p{L}+", line)) <= set(VOCABULARY["en"])


def test_the_same_prompt_is_answered_the_same(llama_road_server: Endpoint):
    assert _said(llama_road_server, "qa") == _said(llama_road_server, "qa")


def test_a_stream_comes_through(llama_road_server: Endpoint):
    prompt = load_prompt("standalone", "kn")
    text = prompt.fill(**{name: WORDS[name] for name in prompt.inputs})
    events = ask(llama_road_server, text, stream=True).events()
    said = "".join(
        choice["delta"].get("content") or "" for event in events for choice in event["choices"]
    )
    assert said.split("\n")[0] in (WORDS["yes"], WORDS["no"], WORDS["unclear"])


def test_refusals_and_other_texts_come_from_llama_cpp(
    llama_server: LlamaServer, llama_road_server: Endpoint
):
    assert post(llama_road_server, {"messages": [{"content": "x"}]}, key="wrong").status == 401
    assert ask(llama_road_server, "hello", max_tokens=3).json()["usage"]["completion_tokens"] <= 3
    listed = fetch(f"{llama_road_server.base_url}/models", llama_road_server.key).json()
    assert listed["data"][0]["id"] == llama_server.model


def _said(endpoint: Endpoint, task: str, **values: str) -> str:
    prompt = load_prompt(task, "kn")
    known = {"examples": ""} | WORDS | values
    body = ask(endpoint, prompt.fill(**{name: known[name] for name in prompt.inputs})).json()
    assert body["choices"][0]["finish_reason"] == "stop"
    return body["choices"][0]["message"]["content"]
