"""Where a name stands: in every script, with its endings, never inside another word."""

import pytest

from mlkt.chains.mentions import find_mentions

ROWS = [  # name, text, what stands there
    ("Ann", "Ann met Annual Ann-Marie and ANN. Ann's", ["Ann", "Ann", "Ann"]),
    ("Queen's College", "the Queen’s\n College", ["Queen’s\n College"]),
    ("Jean-Paul", "Jean‑Paul", ["Jean‑Paul"]),
    ("65", "65 of 165, 65.5, 1,065, 65th and 65.", ["65", "65"]),
    ("C++", "C++ and C+", ["C++"]),
    ("Google", "Googleನಲ್ಲಿ Googles", ["Google"]),
    ("ಬೆಂಗಳೂರು", "ಬೆಂಗಳೂರು ಮತ್ತು ಬೆಂಗಳೂರುಗಳಲ್ಲಿ, ಬೆಂಗಳೂರುವಿನ.", ["ಬೆಂಗಳೂರು"] * 3),
    ("ಮೈಸೂರ", "ಮೈಸೂರು", []),
    ("ಸೂರು", "ಮೈಸೂರು", []),
    ("1892", "1892ರಲ್ಲಿ, 18921", ["1892"]),
    ("ವಾರ್ಡ್ಗಳು", "65 ವಾರ್ಡ್‌ಗಳು.", ["ವಾರ್ಡ್‌ಗಳು"]),
    ("ವಾರ್ಡ್‌ಗಳು", "65 ವಾರ್ಡ್ಗಳು.", ["ವಾರ್ಡ್ಗಳು"]),
    ("राम", "राम और रामचंद्र, रामों, परराम", ["राम"]),
    ("القاهرة", "القاهرة وبالقاهرة والقاهرة، مالقاهرة", ["القاهرة"] * 3),
    ("北京", "在北京大学和北京市", ["北京", "北京"]),
    ("กรุงเทพ", "ที่กรุงเทพมหานคร", ["กรุงเทพ"]),
    ("กร", "กรุงเทพ", []),
    ("Hà Nội", "ở Hà Nội, Hà Nộii", ["Hà Nội"]),
    ("Ọ̀yọ́", "ní Ọ̀yọ́.", ["Ọ̀yọ́"]),
    ("Tanga", "Tangazo la Tanga", ["Tanga"]),
    ("", "text", []),
    ("\u200d", "text", []),
    ("'", "it's", ["'"]),
]


@pytest.mark.parametrize(("name", "text", "found"), ROWS)
def test_a_name_stands_where_it_cuts_no_word(name: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_mentions(name, text)] == found


def test_a_long_text_of_near_misses_is_searched_at_once() -> None:
    assert find_mentions("ಕ" * 200 + "ಗ", "ಕ" * 50_000) == []
