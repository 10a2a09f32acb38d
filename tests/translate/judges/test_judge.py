"""The judge behind an engine: what it is asked, what its replies mean, and what comes of it."""

from collections.abc import Mapping
from typing import Any

import pytest
from langchain_core.messages import AIMessage
from langchain_core.tracers.context import collect_runs

from mlkt.ask import Sampling, StepSettings
from mlkt.errors import LanguageError, RequestError
from mlkt.packs import load_prompt
from mlkt.steps import step
from mlkt.translate.judges.judge import judged
from mlkt.translate.judges.judge_reply import Mark, read_marks
from mlkt.translate.ladder import ladder
from mlkt.translate.memory.memory import TranslationMemory, memory_engine
from mlkt.translate.memory.tmx import Unit
from mlkt.translate.paragraph import Engine, Paragraph, fill, give_up
from tests.scripted import Scripted
from tests.translate.segments import pending

FIVE, OLD = "ಅಲ್ಲಿ ಐದು ಹಳ್ಳಿಗಳಿವೆ.", "ರಾಜ್‌ಕುಮಾರ್ ಕಟ್ಟಿದ ಅರಮನೆ ಹಳೆಯದು."
GIVEN = {FIVE: "It has a few villages.", OLD: "The palace is new."}
PAIRS = list(GIVEN.items())


def paragraph(*sources: str) -> Paragraph:
    segments = pending(*(sources or GIVEN), covers=False)
    return Paragraph(segments)


def engine(known: Mapping[str, str] = GIVEN, name: str = "nmt") -> Engine:
    def translate(given: Paragraph) -> Paragraph:
        found = {s["id"]: known[s["source"]] for s in given.pending if s["source"] in known}
        return give_up(fill(given, found, name), name, "not in the list")

    return step(translate, name=name)


def replying(*replies: str | AIMessage) -> Scripted:
    """Return a model that gives `replies` in turn."""
    left = list(replies)
    return Scripted(answer=lambda prompt, meta: left.pop(0))


def problems(out: Paragraph) -> list[list[tuple[str, str, str]]]:
    return [
        [(p["kind"], p["severity"], p["evidence"]) for p in segment["problems"]]
        for segment in out.segments
    ]


@pytest.mark.parametrize(
    "line",
    [
        '[2] major mistranslation "new"',
        '[2] Major - mistranslation: "new"',
        '- **Line 2 – Major**: Accuracy/Mistranslation: “new” (the original says "old")',
        '2. MAJOR, mistranslation, "is new."',
        "(2) major mistranslation: new",
        "[೨] major mistranslation «new»",
        "[2] major mistranslation 'new'",
        '| 2 | major | mistranslation | "new" |',
        '{"line": 2, "severity": "major", "category": "mistranslation", "span": "new"}',
        'Major:\naccuracy/mistranslation - "new"',
        'Critical:\nno-error\nMajor errors:\n[2] mistranslation - "new"\nMinor:\nno-error',
        'Here are the errors:\n\n[2] major mistranslation "new"\n\nThat is all.',
        '[2] major mistranslation "…new…"',
        '[2] major mistranslation "NEW"',
        '[2] major mistranslation "new"\n[2] major mistranslation "new"',
    ],
)
def test_an_error_is_read_in_every_shape(line: str) -> None:
    marked = read_marks(line, PAIRS)
    (mark,) = marked.marks
    assert (mark.index, mark.severity, mark.kind) == (1, "major", "mistranslation")
    assert mark.quoted.casefold() in GIVEN[OLD].casefold()
    assert marked.is_readable and marked.unread == []


@pytest.mark.parametrize(
    "reply",
    ["no-error", "`no-error`", "No errors.", "There are no errors in the translation.", "None",
     "Critical:\nno-error\nMajor:\nno-error\nMinor:\nno-error"],
)  # fmt: skip
def test_no_error_is_read(reply: str) -> None:
    marked = read_marks(reply, PAIRS)
    assert marked.marks == [] and marked.is_readable


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "The translation is fine, I think.",
        "This is not an error as such.",
        "None of the lines is right.",
        "Critical:\nMajor:\nMinor:",
        '[2] major mistranslation "ancient"',  # stands nowhere
        '[1] major mistranslation "new"',  # stands in the other line
        '[2] major mistranslation ""',
        'no-error\n[2] minor style "ancient"',
    ],
)
def test_what_marks_nothing_that_stands_there_is_not_readable(reply: str) -> None:
    assert not read_marks(reply, PAIRS).is_readable


@pytest.mark.parametrize(
    ("reply", "mark"),
    [
        ('[1] major omission "ಐದು"', Mark(0, "major", "omission", "ಐದು")),
        ('[2] major omission "ರಾಜ್‌ಕುಮಾರ್ ಕಟ್ಟಿದ"', Mark(1, "major", "omission", "ರಾಜ್‌ಕುಮಾರ್ ಕಟ್ಟಿದ")),
        ('major omission: "ಐದು"', Mark(0, "major", "omission", "ಐದು")),
        ('[1] minor wording "a few"', Mark(0, "minor", "error", "a few")),
        ('[7] critical style "villages"', Mark(0, "critical", "style", "villages")),
    ],
)  # fmt: skip
def test_lines_and_missing_words_are_found(reply: str, mark: Mark) -> None:
    assert read_marks(reply, PAIRS).marks == [mark]


@pytest.mark.parametrize(
    ("target", "quoted"),
    [
        ("这座宫殿是新的。", "新的"),
        ("王宮は新しい。", "新しい"),
        ("القصر جديد.", "جديد"),
        ("महल नया है।", "नया है"),
        ("พระราชวังใหม่", "ใหม่"),
        ("Ààfin náà tuntun ni.", "tuntun"),
        ("Jumba ni jipya.", "jipya"),
        ("ರಾಜ್‌ಕುಮಾರ್ ಹೊಸ ಅರಮನೆ", "ರಾಜ್‌ಕುಮಾರ್ ಹೊಸ"),
    ],
)
def test_quotations_are_found_in_every_script(target: str, quoted: str) -> None:
    (mark,) = read_marks(f'[1] minor style "{quoted}"', [("The palace is old.", target)]).marks
    assert mark.quoted == quoted


async def test_a_paragraph_is_one_request_and_critical_errors_block() -> None:
    reply = '[1] major omission "ಐದು"\n[2] critical mistranslation "new"'
    judge = replying(reply, reply)
    both = judged(engine(), judge)
    out = both.invoke(paragraph())
    assert problems(out) == [
        [("judge_omission", "minor", "major: ಐದು")],
        [("judge_mistranslation", "blocking", "critical: new")],
    ]
    assert [segment["target"] for segment in out.segments] == list(GIVEN.values())
    (asked,) = judge.asked
    assert f"<document>\n[1] {FIVE}\n[2] {OLD}\n</document>" in asked["prompt"]
    assert "<text>\n[1] It has a few villages.\n[2] The palace is new.\n</text>" in asked["prompt"]
    assert "from Kannada into English" in asked["prompt"]
    signature = load_prompt("translation_judge", "en").signature
    made = {"step": "translation_judge", "prompt": signature, "model": "scripted"}
    assert out.made_by == [made] and len(out.usage) == 1 and out.replies == [reply]
    assert await both.ainvoke(paragraph()) == out


async def test_it_opens_no_run_beside_the_models() -> None:
    with collect_runs() as runs:
        judged(engine(), replying("no-error")).invoke(paragraph())
        await judged(engine(), replying("?", "no-error")).ainvoke(paragraph())
    assert [run.run_type for run in runs.traced_runs] == ["llm"] * 3


def test_no_error_changes_nothing() -> None:
    out = judged(engine(), replying("no-error")).invoke(paragraph())
    assert out.segments == engine().invoke(paragraph()).segments


@pytest.mark.parametrize(
    "first",
    [
        "I am not sure.",
        "",
        AIMessage('[2] minor style "new"', response_metadata={"finish_reason": "length"}),
        "<think>[2] critical mistranslation",
    ],
)
def test_an_unreadable_reply_is_asked_for_once_more(first: str | AIMessage) -> None:
    judge = replying(first, '[2] minor style "new"')
    out = judged(engine(), judge).invoke(paragraph())
    assert problems(out) == [[], [("judge_style", "minor", "minor: new")]]
    assert [asked["sampling"]["temperature"] for asked in judge.asked] == [0.0, 0.5]
    assert len(out.usage) == len(out.replies) == 2


def test_twice_unreadable_is_a_minor_problem() -> None:
    out = judged(engine(), replying("Hm.", "Well, who knows.")).invoke(paragraph())
    assert problems(out) == [[("judge_unclear", "minor", "Well, who knows.")]] * 2


def test_a_line_that_stands_nowhere_is_reported_beside_the_others() -> None:
    line = '[1] critical addition "ten towns"'
    out = judged(engine(), replying(f'{line}\n[2] minor style "new"')).invoke(paragraph())
    assert problems(out) == [
        [("judge_unclear", "minor", line)],
        [("judge_style", "minor", "minor: new")],
    ]


def test_only_what_the_engine_translated_is_judged() -> None:
    memory = memory_engine(TranslationMemory([Unit((("kn", FIVE), ("en", "Five villages.")))]))
    judge = replying("no-error", "no-error")
    out = judged(memory | engine(), judge).invoke(paragraph())
    assert "[1] The palace is new." in judge.asked[0]["prompt"]
    assert "Five villages" not in judge.asked[0]["prompt"]
    judged(engine(), judge).invoke(out)
    assert len(judge.asked) == 1  # nothing was new
    judged(engine({FIVE: "It has a few villages."}), judge).invoke(paragraph())
    assert "palace" not in judge.asked[1]["prompt"]


def test_in_a_ladder_what_the_judge_blocks_goes_to_the_next_engine() -> None:
    judge = replying('[2] critical mistranslation "new"')
    better = engine({OLD: "The palace Rajkumar built is old."}, "second")
    out = ladder(judged(engine(), judge), better.with_fallbacks([engine()])).invoke(paragraph())
    assert [s["target"] for s in out.segments] == [
        "It has a few villages.",
        "The palace Rajkumar built is old.",
    ]
    (attempt,) = out.segments[1].get("attempts", [])
    assert attempt["target"] == "The palace is new."
    assert attempt["problems"][0]["kind"] == "judge_mistranslation"


def test_a_judge_that_cannot_be_asked_is_no_judge() -> None:
    def broken(prompt: str, meta: dict[str, Any]) -> str:
        raise RequestError("no answer in time")

    with pytest.raises(RequestError):
        judged(engine(), Scripted(answer=broken)).invoke(paragraph())


@pytest.mark.parametrize("lang", ["en", "kn", "hi", "sw"])
def test_each_prompts_example_is_read(lang: str) -> None:
    prompt = load_prompt("translation_judge", lang)
    example = prompt.text.rpartition("`[2]")[2].partition("`")[0]
    quoted = example.split('"')[1]
    marked = read_marks(f"[2]{example}", [("x", "y"), ("x", f"… {quoted} …")])
    assert marked.marks == [Mark(1, "major", "mistranslation", quoted)]
    assert "`no-error`" in prompt.text
    judge = replying("no-error")
    judged(engine(), judge, prompt_lang=lang).invoke(paragraph())
    assert judge.asked[0]["metadata"]["prompt"] == prompt.signature


def test_the_step_settings_reach_the_request() -> None:
    steps = {"translation_judge": StepSettings(sampling=Sampling(max_tokens=64), prompt_lang="hi")}
    judge = replying("no-error")
    judged(engine(), judge, steps=steps).invoke(paragraph())
    assert judge.asked[0]["sampling"] == {"temperature": 0.0, "max_tokens": 64}
    assert judge.asked[0]["metadata"]["lang"] == "hi"
    with pytest.raises(LanguageError, match="'xx'"):
        judged(engine(), judge, prompt_lang="xx")
