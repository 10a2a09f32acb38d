"""Duplicates of a question: the same and nearly the same, in any language, in whatever order."""

import random
import time
from itertools import pairwise

import pytest

from mlkt.errors import ConfigError
from mlkt.rows import Row
from mlkt.run.filter.duplicates import asked_pairs, find_duplicates, without_duplicates
from mlkt.run.filter.question_marks import Asked, fold
from tests.chains.rows import ENGLISH, passage, translated

YEAR = "1912"


def asked(lang: str, *questions: str, answers: tuple[str, ...] = ()) -> list[Asked]:
    said = answers or (YEAR,) * len(questions)
    return [
        Asked(f"p{at}", f"r{at}", lang, question, answer)
        for at, (question, answer) in enumerate(zip(questions, said, strict=True))
    ]


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        ("en", "When was the palace completed?", "  when was the Palace\ncompleted "),
        ("en", "“How many of the 1,204 wards?”", "How many of the 1204 wards?"),
        ("es", "¿Dónde está el palacio?", "DÓNDE ESTÁ EL PALACIO"),
        ("vi", "Hà Nội là gì?", "Ha\u0300 No\u0323\u0302i la\u0300 gi\u0300?"),
        ("kn", "ನಗರದಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆಯೇ?", "ನಗರದಲ್ಲಿ 65 ವಾರ್ಡ್ಗಳಿವೆಯೇ"),
        ("hi", "१९१२ में क्या बना?", "1912 में क्या बना।"),
        ("ar", "كم عدد سكان المدينة في ٢٠١١؟", "كم عدد سكان المدينة في 2011"),
        ("zh", "宫殿于１９１２年建成吗？", "宫殿于1912年建成吗"),
        ("th", "พระราชวังสร้างเสร็จเมื่อใด", "พระราชวังสร้างเสร็จเมื่อใด?"),
    ],
)
def test_the_same_question_is_a_duplicate_whatever_its_answer(
    lang: str, first: str, second: str
) -> None:
    pairs = asked(lang, first, second, answers=("1912", "tena kabisa"))
    for near in (0.8, None):
        found = find_duplicates(pairs, near=near)
        assert found == {("r1", "p1"): ("p0", 1.0)}


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        (
            "en",
            "In which year was the famous old palace of Mysuru completed?",
            "In exactly which year was the famous old palace of Mysuru completed?",
        ),
        (
            "kn",
            "ಮೈಸೂರು ನಗರದ ಹಳೆಯ ಅರಮನೆಯ ನಿರ್ಮಾಣವು ಯಾವ ವರ್ಷದಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು?",
            "ಮೈಸೂರು ನಗರದ ಹಳೆಯ ಅರಮನೆಯ ನಿರ್ಮಾಣವು ನಿಖರವಾಗಿ ಯಾವ ವರ್ಷದಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು?",
        ),
        (
            "zh",
            "迈索尔市著名的旧王宫是在哪一年由国王下令全部建成的?",
            "请问迈索尔市著名的旧王宫是在哪一年由国王下令全部建成的?",
        ),
        (
            "th",
            "พระราชวังเก่าแก่ที่มีชื่อเสียงของเมืองไมซอร์สร้างเสร็จในปีใด",
            "พระราชวังเก่าแก่ที่มีชื่อเสียงของเมืองไมซอร์สร้างเสร็จในปีใดแน่",
        ),
    ],
)
def test_a_question_that_is_nearly_the_same_is_one_too(lang: str, first: str, second: str) -> None:
    pairs = asked(lang, first, second, answers=(YEAR, f"{YEAR}."))
    ((place, duplicate),) = find_duplicates(pairs).items()
    assert place == ("r1", "p1") and duplicate.first == "p0"
    assert 0.8 <= duplicate.likeness < 1
    assert find_duplicates(pairs, near=None) == {}
    assert find_duplicates(pairs, near=0.99) == {}


MEN = "What share of the people of the old town of Mysuru were men in that year?"


@pytest.mark.parametrize(
    ("lang", "first", "second", "answers"),
    [
        ("en", MEN, MEN.replace("men", "women"), ("51 percent", "49 percent")),  # other answers
        ("en", MEN.replace("that year", "2001"), MEN.replace("that year", "2011"), ("a", "a")),
        ("en", "Where is the town of Mysuru?", "Where is the town of Hampi?", ("India", "India")),
        ("en", "Is C++ old?", "Is C old?", ("Yes", "Yes")),
        ("kn", "ಮೈಸೂರು ಎಲ್ಲಿದೆ?", "ಹಂಪಿ ಎಲ್ಲಿದೆ?", ("ಕರ್ನಾಟಕ", "ಕರ್ನಾಟಕ")),
        ("zh", "王宫在哪里？", "车站在哪里？", ("印度", "印度")),
        ("th", "พระราชวังอยู่ที่ไหน", "สถานีอยู่ที่ไหน", ("อินเดีย", "อินเดีย")),
    ],
)
def test_another_question_stays(
    lang: str, first: str, second: str, answers: tuple[str, str]
) -> None:
    assert find_duplicates(asked(lang, first, second, answers=answers)) == {}


def test_questions_under_different_contexts_are_different_and_under_one_are_compared_alone() -> (
    None
):
    context = "Rain fell on the hills for three days and the river rose over its banks at night."
    questions = (f"{context}\n\nWhat fell?", f"{context}\n\nWhere was it?", "Snow.\n\nWhat fell?")
    assert find_duplicates(asked("en", *questions)) == {}
    again = (f"{context}\n\nWhat fell?", f"{context.upper()}\n\nwhat fell")
    assert list(find_duplicates(asked("en", *again))) == [("r1", "p1")]


def test_a_skill_and_a_passage_may_share_a_question() -> None:
    one, two = asked("en", "What is a palace?", "What is a palace?")
    assert find_duplicates([one, two._replace(of_skill=True)]) == {}
    assert find_duplicates([one._replace(of_skill=True), two._replace(of_skill=True)])


def test_the_first_by_id_stays_and_no_chain_of_likeness_grows() -> None:
    text = "In which year was the famous old palace of the kings of Mysuru completed"
    chain = [text, f"{text} exactly", f"{text} exactly at last", f"{text} exactly at last then"]
    pairs = asked("en", *chain)
    found = find_duplicates(pairs)
    for at, (before, after) in enumerate(pairwise(pairs), start=1):
        assert find_duplicates([before, after]), at  # each is near the one before it
    assert found["r1", "p1"].first == "p0"
    assert all(found.get((f"r{at}", f"p{at}"), ("p0",))[0] in {"p0", "p2", "p3"} for at in (2, 3))
    firsts = {one.first for one in found.values()}
    assert not firsts & {id for _, id in found}  # whatever is named is kept


def many(count: int) -> list[Asked]:
    chance = random.Random(3)
    names = [f"Town{chance.getrandbits(40):x}" for _ in range(count)]
    return [
        Asked(f"{chance.getrandbits(48):012x}", f"r{at}", "en", f"Who ruled {name} in {at}?", "Ada")
        for at, name in enumerate(names[: count - 100] + names[:100])
    ]


def test_ten_thousand_pairs_take_seconds_and_no_order() -> None:
    pairs = many(10_000)
    pairs += [one._replace(id=f"z{at}", question=one.question.lower()) for at, one in
              enumerate(pairs[:500])]  # fmt: skip
    started = time.process_time()
    found = find_duplicates(pairs)
    assert time.process_time() - started < 20  # some 0.1 ms a pair on an idle machine
    assert len(found) == 500 and all(id.startswith("z") for _, id in found)
    random.Random(1).shuffle(pairs)
    assert find_duplicates(pairs) == found


def test_of_hundreds_in_one_turn_of_phrase_only_a_repeated_one_is_a_duplicate() -> None:
    text = "In which district of the old kingdom does the town of {} lie today?"
    names = [f"Town{chr(97 + at % 26)}{at}x" for at in range(300)]
    pairs = asked("en", *(text.format(name) for name in names), answers=tuple(names))
    again = pairs[299]._replace(id="z", question=f"Please: {pairs[299].question}")
    assert find_duplicates([*pairs, again]) == {("r299", "z"): ("p299", pytest.approx(26 / 30))}


def test_prefixes_lose_nothing_that_a_comparison_of_all_with_all_finds() -> None:
    chance = random.Random(5)
    words = [f"w{chr(97 + at)}" for at in range(12)]
    pairs = [
        Asked(f"{at:03}", "r", "en", " ".join(chance.choices(words, k=chance.randint(2, 9))), "a")
        for at in range(150)
    ]
    found = find_duplicates(pairs, near=0.5)
    kept: list[Asked] = []
    for pair in pairs:
        first = next((one for one in kept if find_duplicates([one, pair], near=0.5)), None)
        if first is None:
            kept.append(pair)
        assert ("r", pair.id) not in found if first is None else found["r", pair.id]
    assert 10 < len(kept) < 150


def test_a_row_gets_its_rejection_and_pairs_are_compared_as_they_came_back() -> None:
    row: Row = translated(passage(ENGLISH, "kn"), ENGLISH) | {
        "pairs": [
            {"id": id, "question": f"{id}?", "answer": "a", "reasoning": "", "view": "passage"}
            for id in ("a", "b", "c")
        ],
        "back": {
            "a": {"lang": "kn", "question": "ಯಾವಾಗ?", "answer": "೧", "problems": []},
            "b": {"lang": "kn", "question": "ಯಾವಾಗ", "answer": "೨", "problems": []},
        },
        "rejected": [{"id": "c", "step": "qa", "reason": "x", "detail": "", "raw": ""}],
    }
    assert [pair.lang for pair in asked_pairs(row)] == ["kn", "kn"]
    out = without_duplicates()(lambda: iter([row]))(row)
    assert out["rejected"][1:] == [
        {
            "id": "b",
            "step": "duplicates",
            "reason": "duplicate_question",
            "detail": "repeats a",
            "raw": "",
        }
    ]
    assert len(row["rejected"]) == 1


@pytest.mark.parametrize("near", [0, -1, 1.1, float("nan")])
def test_a_likeness_that_cannot_be_is_refused(near: float) -> None:
    with pytest.raises(ConfigError, match="above 0 and at most 1"):
        without_duplicates(near)


def test_folding_keeps_what_makes_a_difference() -> None:
    assert fold("What is .NET?", "en")[0] != fold("What is NET?", "en")[0]
    assert fold(".NET?", "en")[0] == ".net"
    assert fold("?!", "en") == ("", [])
    assert fold("2.5 and ೧,೨೦೪", "kn") == ("5/2 and 1204", ["1204", "5/2"])
