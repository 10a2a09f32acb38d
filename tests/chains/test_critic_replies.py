"""The critic reads what judges really write, in English and Kannada, in each of its checks."""

import pytest

from mlkt.chains import critic
from mlkt.chains.decision import CHECKS
from mlkt.rows import Row
from tests.chains.rows import ENGLISH, KANNADA, passage
from tests.scripted import Scripted

SENTENCES = {"en": ENGLISH, "kn": KANNADA}
PAIRS = {
    "en": ("When was the palace completed?", "The palace was completed in 1912."),
    "kn": ("ಅರಮನೆ ಯಾವಾಗ ಪೂರ್ಣಗೊಂಡಿತು?", "ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."),
}
VERDICTS = [
    ("en", "Yes", "yes"),
    ("en", "**Yes** – the question names the palace.", "yes"),
    ("en", '```json\n{"verdict": "yes", "reason": "It names the palace."}\n```', "yes"),
    ("en", "| Verdict | Reason |\n|---|---|\n| no | It names nothing. |", "no"),
    ("en", "<think>\nIs it no? The palace is named, so no is wrong.\n</think>\n\nyes", "yes"),
    ("en", "**Verdict:** NO\n**Reason:** it points at “the text”.", "no"),
    ("en", "The answer is: no.", "no"),
    ("en", "✅", "yes"),
    ("en", "Unclear\nIt may mean two palaces.", "unclear"),
    ("en", "<think>\nLet me see whether the question", "unclear"),
    ("kn", "ಹೌದು\nಅರಮನೆಯ ಹೆಸರಿದೆ.", "yes"),
    ("kn", "**ತೀರ್ಪು:** ಇಲ್ಲ\n**ಕಾರಣ:** ಪಠ್ಯವನ್ನು ಸೂಚಿಸುತ್ತದೆ.", "no"),
    ("kn", '{"ತೀರ್ಪು": "ಹೌದು", "ಕಾರಣ": "ಅರಮನೆಯ ಹೆಸರಿದೆ"}', "yes"),
    ("kn", '```json\n{"verdict": "no", "reason": "ಹೆಸರಿಲ್ಲ"}\n```', "no"),
    ("kn", "Yes.", "yes"),
    ("kn", "| ತೀರ್ಪು | ಕಾರಣ |\n|---|---|\n| ಹೌದು | ಹೆಸರಿದೆ |", "yes"),
    ("kn", "<think>\nThe user wants ಇಲ್ಲ or ಹೌದು. It is named.\n</think>\nಹೌದು", "yes"),
    ("kn", "ಸರಿಯಲ್ಲ", "no"),
    ("kn", "ಅಸ್ಪಷ್ಟ", "unclear"),
    ("kn", "ನನಗೆ ಇದರ ಬಗ್ಗೆ ಏನು ಹೇಳಬೇಕೋ.", "unclear"),
]
EN, KN = ENGLISH[1], KANNADA[1]
CLAIMS = [
    ("en", f'Claim: It was completed in 1912.\nEvidence: "{EN}"\nVerdict: yes', ["yes"]),
    (
        "en",
        f"**Claim 1:** The palace was completed.\n**Evidence 1:** “{EN}”\n**Verdict 1:** Yes\n\n"
        f"**Claim 2:** It was in 1913.\n**Evidence 2:** “{EN}”\n**Verdict 2:** No",
        ["yes", "no"],
    ),
    (
        "en",
        f'```json\n[{{"claim": "It was completed in 1912.", "evidence": "{EN}", '
        '"verdict": "yes"}]\n```',
        ["yes"],
    ),
    (
        "en",
        "| Claim | Evidence | Verdict |\n|---|---|---|\n"
        f"| The palace was completed in 1912. | {EN} | yes |",
        ["yes"],
    ),
    (
        "en",
        f"<think>\nClaim: none. Verdict: no\n</think>\nClaim: It stands.\nEvidence: {EN}\n"
        "Verdict: unclear",
        ["unclear"],
    ),
    ("kn", f'ಹೇಳಿಕೆ: ಅರಮನೆ ಪೂರ್ಣಗೊಂಡಿತು.\nಆಧಾರ: "{KN}"\nತೀರ್ಪು: ಹೌದು', ["yes"]),
    (
        "kn",
        f"1. **ಹೇಳಿಕೆ:** ಅರಮನೆ ಇದೆ.\n   **ಆಧಾರ:** “{KN}”\n   **ತೀರ್ಪು:** ಹೌದು\n"
        f"2. **ಹೇಳಿಕೆ:** ಅದು ೧೯೧೩ರಲ್ಲಿ.\n   **ಆಧಾರ:** “{KN}”\n   **ತೀರ್ಪು:** ಇಲ್ಲ",
        ["yes", "no"],
    ),
    ("kn", f"Claim: ಅರಮನೆ ಪೂರ್ಣಗೊಂಡಿತು.\nEvidence: {KN}\nVerdict: Yes", ["yes"]),
    (
        "kn",
        f'{{"claims": [{{"claim": "ಅರಮನೆ ಪೂರ್ಣಗೊಂಡಿತು.", "evidence": "{KN}", "verdict": "ಹೌದು"}}]}}',
        ["yes"],
    ),
    (
        "kn",
        f"<think>ಮೊದಲು ನೋಡೋಣ</think>\n| ಹೇಳಿಕೆ | ಆಧಾರ | ತೀರ್ಪು |\n|---|---|---|\n| ಅರಮನೆ ಇದೆ. | {KN} | ಹೌದು |",
        ["yes"],
    ),
]


def judged(lang: str, check: str, reply: str) -> Row:
    question, answer = PAIRS[lang]
    row = passage(SENTENCES[lang], lang)
    row["pairs"] = [
        {"id": "p1", "question": question, "answer": answer, "reasoning": "", "view": "passage"}
    ]
    return critic(Scripted(answer=lambda *_: reply), lang, checks=[check]).invoke(row)


@pytest.mark.parametrize("check", [check for check in CHECKS if check != "faithfulness"])
@pytest.mark.parametrize(("lang", "reply", "verdict"), VERDICTS)
def test_a_verdict_is_read_in_any_shape(check: str, lang: str, reply: str, verdict: str) -> None:
    out = judged(lang, check, reply)
    assert out["verdicts"]["p1"][-1]["verdict"] == verdict
    reasons = {"yes": [], "no": [f"not_{check}"], "unclear": [f"unclear_{check}"]}
    assert [r["reason"] for r in out["rejected"]] == reasons[verdict]


@pytest.mark.parametrize(("lang", "reply", "verdicts"), CLAIMS)
def test_claims_are_read_in_any_shape_and_tied_to_the_sentence(
    lang: str, reply: str, verdicts: list[str]
) -> None:
    out = judged(lang, "faithfulness", reply)
    said = out["verdicts"]["p1"][-1]
    assert [claim["verdict"] for claim in said["claims"]] == verdicts
    assert [claim["sentence_ids"] for claim in said["claims"]] == [["s2"]] * len(verdicts)
    assert said["score"] == verdicts.count("yes") / len(verdicts)
    assert out["evidence"] == {"p1": ["s2"]}
    assert bool(out["rejected"]) == (set(verdicts) != {"yes"})


def test_answerable_is_asked_without_the_answer_and_faithfulness_with_the_question() -> None:
    model = Scripted(answer=lambda *_: "yes")
    row = passage(ENGLISH, "en") | {
        "pairs": [
            {
                "id": "p1",
                "question": "Who knew?",
                "answer": "Nobody knew.",
                "reasoning": "",
                "view": "",
            }
        ]
    }
    critic(model, checks=CHECKS, stop=False).invoke(row)
    prompts = {asked["metadata"]["task"]: asked["prompt"] for asked in model.asked}
    assert all("Who knew?" in prompt for prompt in prompts.values())
    shown = {check for check, prompt in prompts.items() if "Nobody knew." in prompt}
    assert shown == {"relevance", "faithfulness"}
    with_passage = {check for check, prompt in prompts.items() if ENGLISH[1] in prompt}
    assert with_passage == {"answerable", "relevance", "faithfulness"}
