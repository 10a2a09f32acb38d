"""Multiple choice: four options in an order of ours, in every language and by every road."""

import copy
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from mlkt.ask import Model, StepSettings
from mlkt.chains import reasoning
from mlkt.chains.choice_forms import quality_form, with_letters
from mlkt.chains.multiple_choice import choose
from mlkt.models import embedded_teacher, server_model
from mlkt.packs import load_locale
from mlkt.reply import parse_choice
from mlkt.rows import Pair, Row, living_pairs
from mlkt.run.files.records import message_record, pair_records
from mlkt.samples import sample
from mlkt.sources import Document, passages, read_source
from mlkt.translate import load_memory
from tests.chains.rows import ENGLISH, KANNADA, passage, translated
from tests.scripted import Scripted
from tests.servers.openai_server import OpenAIServer, Request
from tests.servers.openai_shapes import Reply
from tests.servers.prompts import recognise
from tests.servers.road import road_reply

Start = Callable[..., OpenAIServer]
STRATEGIES = ("pivot", "native", "hybrid")
WHERE = "Where is the palace?"
OPTIONS = ["In Mysuru", "In Hampi", "In Bidar", "In Hassan"]
THOUGHT = "The palace stands in Mysuru, and nothing is said of other places."
# Years and names enough for options.
ENGLISH_TEXT = (
    "# Mysuru\n\nThe palace of Mysuru was finished in 1912 by many workers of the city. "
    "The city of Mysuru lies in Karnataka and has 65 wards for its people. "
    "The zoo of Mysuru was opened in 1892 on the land of a summer palace. "
    "The university of Mysuru was founded in 1916 as the sixth of India. "
    "The station of Mysuru was built in 1870 by the engineers of the king."
)


def reply(thought: str = THOUGHT, letter: str = "A", options: list[str] = OPTIONS) -> str:
    lines = [f"{mark}) {text}" for mark, text in zip("ABCDEF", options, strict=False)]
    return "\n".join([*lines, f"Thought process: {thought}", f"Answer: {letter}."])


def row_of(*ids: str) -> Row:
    pairs: list[Pair] = [
        {"id": id, "question": WHERE, "answer": "", "reasoning": "", "view": "passage"}
        for id in ids
    ]
    return passage(ENGLISH, "en") | {"pairs": pairs}


def chosen(text: str, *ids: str) -> Row:
    return choose(Scripted(answer=lambda *_: text)).invoke(row_of(*ids))


def kept(row: Row) -> list[dict[str, Any]]:
    return pair_records(row)[0]


def test_a_pair_gets_options_and_the_right_one_is_its_answer() -> None:
    row = row_of("p")
    before = copy.deepcopy(row)
    model = Scripted(answer=lambda *_: f"<think>Which?</think>{reply()}")
    out = choose(model).invoke(row)
    (pair,) = out["pairs"]
    assert pair["answer"] == "In Mysuru" == pair["options"][pair["correct"]]
    assert sorted(pair["options"]) == sorted(OPTIONS)
    assert (pair["thought"], pair["reasoning"]) == (THOUGHT, "Which?")
    assert row == before and out["rejected"] == []
    assert "A) …\nB) …\nC) …\nD) …\nThought process: …\nAnswer: …" in model.asked[0]["prompt"]


def test_over_many_pairs_each_letter_is_right_as_often_and_always_the_same() -> None:
    ids = [f"pair {n}" for n in range(400)]
    out, again = chosen(reply(), *ids), chosen(reply(letter="A"), *ids)
    assert out["pairs"] == again["pairs"]
    counts = Counter(pair["correct"] for pair in out["pairs"])
    assert sorted(counts) == [0, 1, 2, 3] and all(75 <= n <= 125 for n in counts.values())
    first = Counter(pair["options"][0] for pair in out["pairs"])
    assert all(60 <= n <= 140 for n in first.values()) and len(first) == 4


def test_thoughts_that_name_letters_keep_the_teachers_order() -> None:
    text = reply("Option B says Hampi, and option A is right.")
    for id in "abcdefgh":
        (pair,) = chosen(text, id)["pairs"]
        assert pair["options"] == OPTIONS and pair["correct"] == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("No.", "no-options"),
        (reply(options=OPTIONS[:3]), "not-four"),
        (reply(options=[*OPTIONS, "Nowhere"]), "not-four"),
        (reply(options=[*OPTIONS[:3], "in mysuru."]), "same-options"),
        (reply(letter="E"), "no-answer"),
        (reply(letter="all"), "no-answer"),
        (
            reply("ಅರಮನೆ ಮೈಸೂರಿನಲ್ಲಿದೆ ಎಂದು ತಿಳಿದಿದೆ.", options=["ಮೈಸೂರು", "ಹಂಪಿ", "ಬೀದರ್", "ಹಾಸನ"]),
            "wrong_language",
        ),
    ],
)
def test_a_reply_without_four_options_rejects_its_pair(text: str, reason: str) -> None:
    out = chosen(text, "p")
    assert [(one["id"], one["step"], one["reason"]) for one in out["rejected"]] == [
        ("p", "choice", reason)
    ]
    assert living_pairs(out) == []


def test_letters_and_labels_are_each_languages_own() -> None:
    row = translated(passage(KANNADA, "kn"), ENGLISH) | {"pairs": chosen(reply(), "p")["pairs"]}
    own = ["ಮೈಸೂರು", "ಹಂಪಿ", "ಬೀದರ್", "ಹಾಸನ"]
    (pair,) = row["pairs"]
    back = [own[OPTIONS.index(option)] for option in pair["options"]]
    row["back"] = {
        "p": {
            "lang": "kn", "question": "ಅರಮನೆ ಎಲ್ಲಿದೆ?", "answer": "ಮೈಸೂರು", "problems": [],
            "options": back, "thought": "ಅರಮನೆ ಮೈಸೂರಿನಲ್ಲಿದೆ.",
        }
    }  # fmt: skip
    (record,) = kept(with_letters(row))
    letter = load_locale("kn").options[pair["correct"]]
    assert record["answer"] == f"ಆಲೋಚನೆ: ಅರಮನೆ ಮೈಸೂರಿನಲ್ಲಿದೆ.\nಉತ್ತರ: {letter}) ಮೈಸೂರು"
    assert record["question"].splitlines()[:2] == ["ಅರಮನೆ ಎಲ್ಲಿದೆ?", f"ಎ) {back[0]}"]
    assert record["options"] == back and record["correct"] == pair["correct"]
    assert record["pivot_answer"].endswith(f"{'ABCD'[pair['correct']]}) In Mysuru")
    for lang, which in (("kn", ""), ("en", "pivot_")):
        text = f"{record[which + 'question']}\n{record[which + 'answer']}"
        read = parse_choice(text, load_locale(lang))
        assert read.problems == [] and read.answer == read.options[pair["correct"]]


def test_the_form_of_the_quality_evaluation() -> None:
    prompt, completion = quality_form(WHERE, OPTIONS, 1, THOUGHT)
    assert prompt == (
        f"### Question\n{WHERE} There is only one correct choice.\n### Choices\nA. In Mysuru\n"
        "B. In Hampi\nC. In Bidar\nD. In Hassan\n### Thought Process and Answer\nThought process:"
    )
    assert completion == f" {THOUGHT} Answer: B." and completion[-2] == "B"
    told, _ = quality_form(WHERE, OPTIONS, 0, context='the context of "Mysuru", written by nobody')
    assert told.splitlines()[1].startswith('In the context of "Mysuru", written by nobody, where ')


def documents(lang: str) -> list[Row]:
    if lang == "en":
        return passages(Document(ENGLISH_TEXT, "en")).rows
    return passages(read_source(str(sample(lang)[0]), lang)).rows[:3]


def check(pairs: list[dict[str, Any]], lang: str) -> None:
    locale = load_locale(lang)
    for pair in pairs:
        assert pair["lang"] == lang and len(set(pair["options"])) == 4
        right = f"{locale.options[pair['correct']]}) {pair['options'][pair['correct']]}"
        assert pair["answer"].endswith(f"{locale.labels['answer'][0]}: {right}")
        assert right in pair["question"].splitlines()
        read = parse_choice(message_record(pair)["messages"][1]["content"], locale)
        assert read.options == [] or read.answer


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("lang", ["kn", "en", "hi", "sw"])
async def test_the_embedded_teacher_makes_options_of_the_documents_own_values(
    lang: str, strategy: str
) -> None:
    road: dict[str, Any] = {"translator": load_memory(sample(lang)[1])} if lang != "en" else {}
    chain = reasoning(embedded_teacher(), lang, form="choice", strategy=strategy, **road)
    rows = documents(lang)
    done = chain.batch(rows)
    assert any(kept(out) for out in done)
    for row, out in zip(rows, done, strict=True):
        check(kept(out), lang)
        flat = " ".join(row["text"].split())
        if strategy != "pivot":
            assert all(option in flat for pair in kept(out) for option in pair["options"])
        ids = [one["id"] for one in out["rejected"] if one["id"] != out["id"]]
        assert len(set(ids)) == len(ids)
    assert done[0] == await chain.ainvoke(rows[0])


def ugly(request: Request) -> Reply | str:
    """Return the road's options as models that do not listen write them."""
    asked = recognise(request.prompt)
    said = road_reply(request).text
    if asked is None or asked.task != "choice":
        return said
    lines = said.splitlines()
    options = " ".join(
        f"**({line.partition(')')[0]})** {line.partition(') ')[2]}" for line in lines[:4]
    )
    rest = "\n\n".join(
        f"**{line.partition(':')[0]}:** {line.partition(': ')[2]}" for line in lines[4:]
    )
    return f"<think>B? No, A.</think>Sure! Here it is:\n\n{options}\n\n{rest}"


@pytest.mark.parametrize("script", [road_reply, ugly], ids=["plain", "ugly"])
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("lang", ["kn", "en"])
async def test_options_of_a_server_end_in_the_language(
    openai_server: Start, lang: str, strategy: str, script: Callable[[Request], Any]
) -> None:
    server = openai_server(script)
    model: Model = server_model(server.base_url, server.model, api_key=server.key)
    steps = {"questions": StepSettings(n_pairs=2)}
    row = documents(lang)[0]
    out = await reasoning(model, lang, form="choice", strategy=strategy, steps=steps).ainvoke(row)
    pairs = kept(out)
    assert pairs, [(one["step"], one["reason"]) for one in out["rejected"]]
    check(pairs, lang)
    assert {key: out[key] for key in row} == row
