"""Multiple-choice questions in the shapes and languages that models give them."""

import time

import pytest

from mlkt.packs import load_locale
from mlkt.reply import parse_choice
from mlkt.reply.pairs.options import names_letters

FOUR = ["In Hampi", "In Mysuru", "In Bidar", "In Hassan"]
ASKED, THOUGHT = "Where is the palace?", "The palace stands in Mysuru."
LINES = "A) In Hampi\nB) In Mysuru\nC) In Bidar\nD) In Hassan"
END = f"Thought process: {THOUGHT}\nAnswer: B."
SHAPES = {
    "the form asked for": f"Question: {ASKED}\n{LINES}\n{END}",
    "gaps": f"Question: {ASKED}\n\n{LINES}\n\nThought process: {THOUGHT}\n\nAnswer: B",
    "behind reasoning": f"<think>A) no\nB) maybe</think>Question: {ASKED}\n{LINES}\n{END}",
    "in a fence": f"```\nQuestion: {ASKED}\n{LINES}\n{END}\n```",
    "on one line": (
        f"Question: {ASKED} A) In Hampi B) In Mysuru C) In Bidar D) In Hassan\n"
        f"Thought process: {THOUGHT} Answer: B."
    ),
    "all on one line": (
        f"Question: {ASKED} (A) In Hampi; (B) In Mysuru; (C) In Bidar; (D) In Hassan "
        f"Thought process: {THOUGHT} Answer: (B)"
    ),
    "bold": (
        f"**Question:** {ASKED}\n\n**A)** In Hampi\n**B)** In Mysuru\n**C)** In Bidar\n"
        f"**D)** In Hassan\n\n**Thought process:** {THOUGHT}\n\n**Answer: B**"
    ),
    "bullets and brackets": (
        f"Question: {ASKED}\n- (A) In Hampi\n- (B) In Mysuru\n- (C) In Bidar\n- (D) In Hassan\n"
        f"Reasoning: {THOUGHT}\nFinal answer: **(B)**"
    ),
    "words before letters": (
        f"Question: {ASKED}\nOption A: In Hampi\nOption B: In Mysuru\nOption C: In Bidar\n"
        f"Option D: In Hassan\nExplanation: {THOUGHT}\nAnswer: Option B"
    ),
    "small letters, the answer's text": (
        f"{ASKED}\na. In Hampi\nb. In Mysuru\nc. In Bidar\nd. In Hassan\n"
        f"Thought: {THOUGHT}\nCorrect answer: In Mysuru."
    ),
    "letter and text": f"Question: {ASKED}\n{LINES}\n{THOUGHT}\nAnswer: B) In Mysuru",
    "answer before the thoughts": (
        f"Question: {ASKED}\n{LINES}\nAnswer: B\nExplanation: {THOUGHT}"
    ),
    "digits": (
        f"Question: {ASKED}\n1. In Hampi\n2. In Mysuru\n3. In Bidar\n4. In Hassan\n"
        f"Thought process: {THOUGHT}\nAnswer: 2"
    ),
    "headings": (
        f"### Question\n{ASKED}\n### Choices\nA. In Hampi\nB. In Mysuru\nC. In Bidar\n"
        f"D. In Hassan\nThought process: {THOUGHT} Answer: B."
    ),
    "json": (
        f'{{"question": "{ASKED}", "options": ["In Hampi", "In Mysuru", "In Bidar", "In Hassan"], '
        f'"thought_process": "{THOUGHT}", "answer": "B"}}'
    ),
    "json by letters": (
        f'```json\n{{"question": "{ASKED}", "choices": {{"A": "In Hampi", "B": "In Mysuru", '
        f'"C": "In Bidar", "D": "In Hassan"}}, "explanation": "{THOUGHT}", '
        '"correct_answer": "B) In Mysuru"}\n```'
    ),
    "json flat": (
        f'{{"question": "{ASKED}", "A": "In Hampi", "B": "In Mysuru", "C": "In Bidar", '
        f'"D": "In Hassan", "reasoning": "{THOUGHT}", "answer": "In Mysuru"}}'
    ),
    "json of objects": (
        f'Here: {{"question": "{ASKED}", "options": [{{"label": "A", "text": "In Hampi"}}, '
        '{"label": "B", "text": "In Mysuru"}, {"label": "C", "text": "In Bidar"}, '
        f'{{"label": "D", "text": "In Hassan"}}], "reasoning": "{THOUGHT}", "answer": "B"}}'
    ),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_choice(text: str) -> None:
    read = parse_choice(text, load_locale("en"))
    assert (read.options, read.answer, read.problems) == (FOUR, "In Mysuru", [])
    assert read.answer_letter in ("B", "2")
    assert read.thought == THOUGHT
    assert ASKED in read.question


# the reply, its language, the options, the letter, the thought
LANGUAGES = {
    "kn": (
        "ಪ್ರಶ್ನೆ: ಅರಮನೆ ಎಲ್ಲಿದೆ?\nಎ) ಹಂಪಿ\nಬಿ) ಮೈಸೂರು\nಸಿ) ಬೀದರ್\nಡಿ) ಹಾಸನ\n"
        "ಆಲೋಚನೆ: ಅರಮನೆ ಮೈಸೂರಿನಲ್ಲಿದೆ.\nಉತ್ತರ: ಬಿ.",
        ["ಹಂಪಿ", "ಮೈಸೂರು", "ಬೀದರ್", "ಹಾಸನ"], "ಬಿ", "ಅರಮನೆ ಮೈಸೂರಿನಲ್ಲಿದೆ.",
    ),
    "kn digits": (
        "ಪ್ರಶ್ನೆ: ಯಾವ ವರ್ಷ?\n೧. ೧೮೯೭\n೨. ೧೯೧೨\n೩. ೧೯೨೦\n೪. ೧೯೩೨\nಆಲೋಚನೆ: ೧೯೧೨ ಸರಿ.\nಸರಿಯಾದ ಉತ್ತರ: ೨",
        ["೧೮೯೭", "೧೯೧೨", "೧೯೨೦", "೧೯೩೨"], "2", "೧೯೧೨ ಸರಿ.",
    ),
    "kn with Latin letters": (
        "ಪ್ರಶ್ನೆ: ಅರಮನೆ ಎಲ್ಲಿದೆ?\nA) ಹಂಪಿ B) ಮೈಸೂರು C) ಬೀದರ್ D) ಹಾಸನ\nವಿವರಣೆ: ಗೊತ್ತು.\nಉತ್ತರ: B) ಮೈಸೂರು",
        ["ಹಂಪಿ", "ಮೈಸೂರು", "ಬೀದರ್", "ಹಾಸನ"], "B", "ಗೊತ್ತು.",
    ),
    "hi": (
        "**प्रश्न:** महल कहाँ है?\n(क) हम्पी\n(ख) मैसूर\n(ग) बीदर\n(घ) हासन\n"
        "विचार: महल मैसूर में है।\nउत्तर: (ख)।",
        ["हम्पी", "मैसूर", "बीदर", "हासन"], "ख", "महल मैसूर में है।",
    ),
    "ar": (
        "السؤال: أين القصر؟\nأ) هامبي\nب) ميسور\nج) بيدر\nد) هاسان\n"
        "التفكير: القصر في ميسور.\nالإجابة: ب",
        ["هامبي", "ميسور", "بيدر", "هاسان"], "ب", "القصر في ميسور.",
    ),
    "ar without hamza": (
        "السؤال: أين القصر؟\nا. ميسور\nب. هامبي\nج. بيدر\nد. هاسان\nالشرح: كذلك.\nالجواب: أ",
        ["ميسور", "هامبي", "بيدر", "هاسان"], "ا", "كذلك.",
    ),
    "ja": (
        "質問：宮殿はどこですか。\nア．ハンピ\nイ．マイソール\nウ．ビーダル\nエ．ハッサン\n"
        "思考過程：宮殿はマイソールにあります。\n答え：イ",
        ["ハンピ", "マイソール", "ビーダル", "ハッサン"], "イ", "宮殿はマイソールにあります。",
    ),
    "zh": (
        "问题：宫殿在哪里？\nＡ、汉皮\nＢ、迈索尔\nＣ、比德尔\nＤ、哈桑\n思考过程：宫殿在迈索尔。答案：B。",
        ["汉皮", "迈索尔", "比德尔", "哈桑"], "B", "宫殿在迈索尔。",
    ),
    "th": (
        "คำถาม: พระราชวังอยู่ที่ไหน\nก. ฮัมปี\nข. ไมซอร์\nค. บีดาร์\nง. ฮัสซัน\n"
        "กระบวนการคิด: พระราชวังอยู่ที่ไมซอร์\nคำตอบ: ข",
        ["ฮัมปี", "ไมซอร์", "บีดาร์", "ฮัสซัน"], "ข", "พระราชวังอยู่ที่ไมซอร์",
    ),
    "sw": (
        "Swali: Kasri liko wapi?\nA) Hampi\nB) Mysuru\nC) Bidar\nD) Hassan\n"
        "Mawazo: Kasri liko Mysuru.\nJibu: B) Mysuru.",
        ["Hampi", "Mysuru", "Bidar", "Hassan"], "B", "Kasri liko Mysuru.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "options", "letter", "thought"), LANGUAGES.values(), ids=LANGUAGES
)
@pytest.mark.parametrize("prompt_lang", ["kn", "en"])
def test_letters_and_labels_of_every_language(
    prompt_lang: str, text: str, options: list[str], letter: str, thought: str
) -> None:
    read = parse_choice(text, load_locale(prompt_lang))
    assert (read.options, read.answer_letter, read.problems) == (options, letter, [])
    assert read.answer in options and read.thought == thought


@pytest.mark.parametrize(
    ("text", "finish_reason", "reasons"),
    [
        ("", "stop", ["empty"]),
        ("<think>A) In", "length", ["reasoning-cut-off"]),
        ("I cannot do that.", "stop", ["no-options"]),
        ("Question: What did A. Rahman say?\nHe said nothing.", "stop", ["no-options"]),
        (f"A) In Hampi\nB) In Mysuru\n{END}", "stop", ["not-four"]),
        (f"{LINES}\nE) Nowhere\n{END}", "stop", ["not-four"]),
        (f"{LINES.replace('Bidar', 'Hampi.')}\n{END}", "stop", ["same-options"]),
        (f"{LINES}\nThought process: {THOUGHT}\nAnswer: all of them", "stop", ["no-answer"]),
        (f"{LINES}\nAnswer: F", "stop", ["no-answer"]),
        (f"{LINES}\nAnswer: A palace", "stop", ["no-answer"]),
        ("A) …\nB) …\nC) …\nD) …\nAnswer: B", "stop", ["placeholder"]),
        (f"{LINES}\nThought process: The palace", "length", ["no-answer", "cut-off"]),
    ],
)
def test_what_is_wrong_is_named(text: str, finish_reason: str, reasons: list[str]) -> None:
    read = parse_choice(text, load_locale("en"), finish_reason=finish_reason)
    assert [problem.reason for problem in read.problems] == reasons


@pytest.mark.parametrize("part", ["A)", "A) B) C) D) ", "((", "Answer: ", "[{", '{"A": '])
def test_an_attack_is_read_in_bounded_time(part: str) -> None:
    started = time.process_time()
    assert parse_choice(part * 5000, load_locale("en")).problems
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("thought", "named"),
    [
        ("A palace was built in 1912.", False),
        ("There are 2 of them.", False),
        ("Option B is wrong.", True),
        ("(A) is right.", True),
        ('It is "C".', True),
        ("ಆಯ್ಕೆ ಬಿ ತಪ್ಪು.", True),
        ("ಅರಮನೆ ಮೈಸೂರಿನಲ್ಲಿದೆ.", False),
        ("विकल्प ख गलत है।", True),
        ("महल मैसूर में है।", False),
        ("宮殿はマイソールにあります。", False),
        ("「イ」は正しい。", True),
        ("พระราชวังอยู่ที่ไมซอร์", False),
        ("ข้อ ข ถูก", True),
        ("القصر في ميسور.", False),
        ("الخيار ب صحيح.", True),
        ("Jibu ni B.", True),
        ("Kasri liko Mysuru.", False),
    ],
)
def test_letters_in_thoughts_are_seen(thought: str, named: bool) -> None:
    assert names_letters(thought) is named
