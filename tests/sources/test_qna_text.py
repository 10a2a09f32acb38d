"""What is written as `qna.yaml` is read back, whatever stands in the texts."""

from pathlib import Path

import pytest

from mlkt.errors import SourceError
from mlkt.rows import Seed
from mlkt.sources.qna import SourceDocuments, read_qna
from mlkt.sources.qna_text import format_qna

ENGLISH = "What does the old book about the palace of Mysuru and its builders say of it"
ORIGIN = SourceDocuments("https://example.org/x.git", "1a2b", ("*.md", "ಅರಮನೆ.md"))
TRAPS = [
    "no", "1756", "2024-01-01", "~", "a: b", "*md", "@x", "# mark", "- item", "| x", "'quoted'",
    '"quoted"', "{a: b}", "two\nlines", "# ಮೈಸೂರು\n\n- ಒಂದು\n- ಎರಡು", "ಕ್‍ಷ", "a\n\n  indented",
    "blank at the end of a line \nnext", "tab\there", "line\u2028separator", "😀 emoji", "x\\y",
    "على يد المهندس", "他说：“好。”", "ราชวัง", "bell\x07",
]  # fmt: skip


def written(texts: list[str]) -> str:
    pairs = [{"question": f"{text} {ENGLISH}?", "answer": text} for text in texts]
    seeds: list[Seed] = [
        {"context": f"{n} {texts[n]}", "pairs": pairs, "lang": "en"} for n in range(5)
    ]
    about = {"created_by": "1756", "domain": "no", "document_outline": texts[0]}
    return format_qna(seeds, documents=ORIGIN, **about)


def test_every_text_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "seeds.yaml"
    text = written(TRAPS)
    path.write_text(text, encoding="utf-8")
    qna = read_qna(path, "en")
    assert (qna.created_by, qna.domain, qna.documents) == ("1756", "no", ORIGIN)
    assert [pair["answer"] for pair in qna.seeds[4]["pairs"]] == TRAPS
    assert qna.seeds[1]["context"] == f"1 {TRAPS[1]}"


def test_texts_are_readable_in_the_file() -> None:
    text = written(TRAPS)
    assert "على يد المهندس" in text and "😀" in text and "&id" not in text
    assert "answer: |-\n" in text and "    # ಮೈಸೂರು\n" in text


def test_too_few_are_refused() -> None:
    bare: Seed = {"context": "x", "pairs": [], "lang": "en"}
    with pytest.raises(SourceError, match="5 passages with 3 pairs each, there are 0"):
        format_qna(
            [bare] * 5,
            created_by="a",
            domain="b",
            document_outline="c",
            documents=ORIGIN,
        )
