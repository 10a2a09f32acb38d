"""The texts of small `qna.yaml` files for tests, in any language, valid unless spoilt."""

from typing import Any

import yaml

PASSAGES = {  # five short passages a language, each with what is asked and answered
    "en": "The palace of Mysuru was rebuilt in the year {n} by the architect Henry Irwin.",
    "kn": "ಮೈಸೂರಿನ ಅರಮನೆಯನ್ನು {n} ರಲ್ಲಿ ವಾಸ್ತುಶಿಲ್ಪಿ ಹೆನ್ರಿ ಇರ್ವಿನ್ ಪುನಃ ಕಟ್ಟಿದರು.",
    "hi": "मैसूर के महल को {n} में वास्तुकार हेनरी इरविन ने फिर से बनवाया था।",
    "sw": "Jumba la Mysuru lilijengwa upya mwaka {n} na mbunifu majengo Henry Irwin.",
    "ar": "أعيد بناء قصر ميسور في عام {n} على يد المهندس المعماري هنري إروين.",
    "zh": "迈索尔宫于{n}年由建筑师亨利·欧文重新修建，是这座城市最有名的建筑之一。",
    "th": "พระราชวังไมซอร์ได้รับการสร้างขึ้นใหม่ในปี {n} โดยสถาปนิกเฮนรี เออร์วิน",
    "vi": "Cung điện Mysuru được kiến trúc sư Henry Irwin xây dựng lại vào năm {n}.",
}


def knowledge(lang: str = "en", *, seeds: int = 5, pairs: int = 3) -> dict[str, Any]:
    """Return the values of a knowledge file."""
    text = PASSAGES[lang]
    return {
        "version": 3,
        "created_by": "somebody",
        "domain": text.format(n="")[:6],
        "document_outline": text.format(n="")[:12],
        "seed_examples": [
            {
                "context": text.format(n=1900 + seed),
                "questions_and_answers": [
                    {
                        "question": text.format(n=pair) + "?",
                        "answer": text.format(n=1900 + seed),
                    }
                    for pair in range(pairs)
                ],
            }
            for seed in range(seeds)
        ],
        "document": {
            "repo": "https://example.org/palace.git",
            "commit": "1a2b3c4",
            "patterns": ["*.md"],
        },
    }


def skill(
    lang: str = "en", *, version: int = 2, seeds: int = 5, grounded: bool = False
) -> dict[str, Any]:
    """Return the values of a skills file."""
    text = PASSAGES[lang]
    return {
        "version": version,
        "created_by": "somebody",
        "task_description": text.format(n=""),
        "seed_examples": [
            {
                "question": text.format(n=seed) + "?",
                "answer": text.format(n=1900 + seed),
                **({"context": text.format(n=1900 + seed)} if grounded else {}),
            }
            for seed in range(seeds)
        ],
    }


def as_yaml(values: dict[str, Any]) -> str:
    """Return the text of a file."""
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
