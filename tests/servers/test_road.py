import time
from typing import Any

import pytest
import regex

from mlkt.packs import Locale, load_locale, load_prompt
from mlkt.reply import parse_questions, parse_score
from tests.servers.openai_server import Request, StartOpenAI
from tests.servers.raw import ask
from tests.servers.road import code_of, numbered_lines, road_reply, sentences

DOCUMENTS = {
    "en": (
        "## History\nThe lake was dug in 1684 by the villagers. Its dam broke in 1998, after rain."
        "\n\n- Twelve villages use the water.\n- Painted storks come in winter."
    ),
    "kn": (
        "## ಇತಿಹಾಸ\nಕೆರೆಯನ್ನು ೧೬೮೪ರಲ್ಲಿ ಊರಿನ ಜನರು ಕಟ್ಟಿದರು. ಭಾರೀ ಮಳೆಯಿಂದ 1998ರಲ್ಲಿ ಏರಿ ಒಡೆಯಿತು."
        "\n\n- ಹನ್ನೆರಡು ಹಳ್ಳಿಗಳು ನೀರನ್ನು ಬಳಸುತ್ತವೆ.\n- ಚಳಿಗಾಲದಲ್ಲಿ ಕೊಕ್ಕರೆಗಳು ಬರುತ್ತವೆ."
    ),
    "hi": "झील १६८४ में गाँव के लोगों ने खोदी। 1998 में बाँध टूट गया। बारह गाँव यह पानी लेते हैं।",
    "sw": "Wanakijiji walichimba ziwa 1684. Ukuta ulibomoka mwaka 1998. Vijiji 12 vinatumia maji.",
}


@pytest.mark.parametrize("lang", DOCUMENTS)
@pytest.mark.parametrize("n_pairs", [1, 3, 6])
def test_pairs_are_as_many_as_asked_and_quote_the_document(lang: str, n_pairs: int):
    locale, document = load_locale(lang), DOCUMENTS[lang]
    question, answer = (locale.labels[label][0] for label in ("question", "answer"))
    reply = _ask(
        "qa",
        lang,
        document=document,
        n_pairs=str(n_pairs),
        question_label=question,
        answer_label=answer,
    )
    blocks = [block.split("\n") for block in reply.split("\n\n")]
    assert len(blocks) == n_pairs
    for first, second in blocks:
        assert regex.fullmatch(rf"{question}: \S.*[?؟]", first)
        assert second.removeprefix(f"{answer}: ") in document
    assert len({first for first, _ in blocks}) == n_pairs


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_a_claim_is_true_where_the_document_holds_it(lang: str):
    locale, document = load_locale(lang), DOCUMENTS[lang]
    true = sentences(document)[1]
    reply = _ask("faithfulness", lang, document=document, answer=f"{true} 77777 88888.")
    claim, evidence, verdict = (
        locale.labels[label][0] for label in ("claim", "evidence", "verdict")
    )
    first, second = reply.split("\n\n")
    assert first == (f'{claim}: {true}\n{evidence}: "{true}"\n{verdict}: {locale.yes[0]}')
    assert second.endswith(f"{verdict}: {locale.no[0]}")


@pytest.mark.parametrize("lang", DOCUMENTS)
@pytest.mark.parametrize("task", ["relevance", "standalone"])
def test_other_checks_pass_with_a_reason(lang: str, task: str):
    first, second = _ask(task, lang, question="ಕೆರೆ ಎಲ್ಲಿದೆ?").split("\n")
    assert first == load_locale(lang).yes[0]
    assert second


@pytest.mark.parametrize("lang", DOCUMENTS)
def test_summaries_are_sentences_of_the_document(lang: str):
    document = DOCUMENTS[lang]
    known = sentences(document)
    assert 3 <= len(known) <= 4
    assert _ask("summary_extractive", lang, document=document).split("\n") == known[::3]
    assert _ask("summary_detailed", lang, document=document) == " ".join(known[::2])
    facts = _ask("summary_facts", lang, document=document).split("\n")
    assert facts == [f"{number}. {fact}" for number, fact in enumerate(known, 1)]


@pytest.mark.parametrize("prompt_lang", DOCUMENTS)
@pytest.mark.parametrize("lang", ["kn", "hi", "sw"])
def test_translations_keep_lines_and_come_back(prompt_lang: str, lang: str):
    text = "\n".join(f"[{n}] {line}" for n, line in enumerate(sentences(DOCUMENTS[lang]), 1))
    names = {"source_language": _name(lang, prompt_lang), "target_language": "English"}
    there = _ask("translate", prompt_lang, text=text, context="", **names)
    assert [line.number for line in numbered_lines(there)] == [
        line.number for line in numbered_lines(text)
    ]
    back = _ask(
        "translate",
        prompt_lang,
        text=there,
        context="",
        source_language=names["target_language"],
        target_language=names["source_language"],
    )
    assert regex.sub(r"\p{Nd}", "#", back) == regex.sub(r"\p{Nd}", "#", text)


def test_a_language_may_be_named_in_three_ways():
    assert {code_of(name) for name in ("kn", "Kannada", "ಕನ್ನಡ")} == {"kn"}
    with pytest.raises(ValueError, match="Klingon"):
        code_of("Klingon")


def test_a_document_of_nothing_but_a_heading_is_one_sentence():
    assert sentences("## ಇತಿಹಾಸ\n") == ["## ಇತಿಹಾಸ"]


def test_the_fixture_answers_so_by_itself(openai_server: StartOpenAI):
    server = openai_server()
    prompt = load_prompt("standalone", "kn")
    text = prompt.fill(question="ಯಾರು?", yes="ಹೌದು", no="ಇಲ್ಲ", unclear="ಅಸ್ಪಷ್ಟ")
    said = [ask(server.endpoint, one).json()["choices"][0]["message"] for one in (text, "hello")]
    assert [one["content"] for one in said] == ["ಹೌದು\nಯಾರು?", "ok"]


def test_a_long_document_is_answered_at_once():
    document = "\n\n".join(DOCUMENTS["kn"] for _ in range(300))
    start = time.perf_counter()
    _ask("qa", "kn", document=document, n_pairs="5", question_label="ಪ್ರ", answer_label="ಉ")
    _ask("faithfulness", "kn", document=document, answer="ಕೆರೆಯನ್ನು ಕಟ್ಟಿದರು.")
    assert time.perf_counter() - start < 2


def _ask(task: str, lang: str, **values: str) -> str:
    """Fill the prompt, with the locale's words for what is not given, and return the reply."""
    prompt, locale = load_prompt(task, lang), load_locale(lang)
    known = _words(locale) | {"language": locale.name, "document": "ಕೆರೆ ಇದೆ.", "answer": "ಕೆರೆ."}
    known |= {"outline": "ಕೆರೆ", "question": "ಏನು?", "examples": "", "task": "ಓದು"} | values
    text = prompt.fill(**{name: known[name] for name in prompt.inputs})
    body: dict[str, Any] = {"messages": [{"role": "user", "content": text}]}
    reply = road_reply(Request("/v1/chat/completions", {}, body, count=1, attempt=1, at=0.0))
    assert isinstance(reply.content, str)
    return reply.content


def _words(locale: Locale) -> dict[str, str]:
    labels = {f"{label}_label": forms[0] for label, forms in locale.labels.items()}
    return labels | {"yes": locale.yes[0], "no": locale.no[0], "unclear": locale.unclear[0]}


def _name(lang: str, prompt_lang: str) -> str:
    locale = load_locale(lang)
    return locale.endonym if lang == prompt_lang else locale.name


@pytest.mark.parametrize("lang", ["kn", "en"])
def test_questions_come_alone_and_an_answer_is_a_sentence_of_the_document(lang: str):
    asked = _ask("questions", lang, document=DOCUMENTS[lang], n_pairs="3")
    questions = parse_questions(asked, load_locale(lang)).questions
    assert len(set(questions)) == 3
    answer = _ask("answer", lang, document=DOCUMENTS[lang], question=questions[0])
    assert answer in DOCUMENTS[lang]
    rated = _ask("skill_rating", lang, context="", answer=answer)
    assert parse_score(rated, load_locale(lang), low=1, high=3) == 2
