"""Glossaries: which terms a text holds, whether they were used, and what files are refused."""

from pathlib import Path

import pytest

from mlkt.errors import MemoryFileError
from mlkt.rows import Segment
from mlkt.translate.memory.memory import TranslationMemory, memory_engine
from mlkt.translate.memory.tmx import Unit
from mlkt.translate.paragraph import Paragraph
from mlkt.translate.terms.glossary import (
    Glossary,
    langlink_terms,
    load_glossary,
    load_keep,
    missing_terms,
    term_hits,
    with_terms,
)

PALACE = (("kn", "ಮೈಸೂರು ಅರಮನೆ"), ("en", "Mysore Palace"))
MYSURU = (("kn", "ಮೈಸೂರು"), ("en-IN", "Mysuru"), ("hi", "मैसूर"))
CITY = (("kn", "ನಗರ"), ("en", "city"), ("en", "town"), ("sw", "mji"))


def segment(
    source: str, target: str | None = None, source_lang: str = "kn", target_lang: str = "en"
) -> Segment:
    return {
        "id": source,
        "sentence_ids": [],
        "source": source,
        "source_lang": source_lang,
        "target_lang": target_lang,
        "target": target,
        "engine": "",
        "problems": [],
    }


@pytest.mark.parametrize(
    ("lang", "term", "text", "is_found"),
    [
        ("kn", "ಮೈಸೂರು", "ಮೈಸೂರು ಒಂದು ನಗರ.", True),
        ("kn", "ಮೈಸೂರು", "ಅವರು ಮೈಸೂರಿನಲ್ಲಿ ಇದ್ದಾರೆ.", True),
        ("kn", "ಮೈಸೂರು", "“ಮೈಸೂರ”ಲ್ಲಿ, ಮೈಸೂರಲ್ಲಿ", True),
        ("kn", "ನಗರ", "ನಗರಗಳಲ್ಲಿರುವುದು", True),
        ("kn", "ಅರಮನೆ", "ಅರಮನೆಯನ್ನು ಕಟ್ಟಿದರು", True),
        ("kn", "ಮನೆ", "ಅರಮನೆ", False),
        ("kn", "ಕರು", "ಕರ್ನಾಟಕ", False),
        ("kn", "ಕಾಲ", "ಕಾಲುವೆ", False),
        ("kn", "ವಾರ್ಡ್", "೬೫ ವಾರ್ಡ್\u200cಗಳಿವೆ", True),
        ("kn", "Google", "Googleನಲ್ಲಿ ಹುಡುಕಿ", True),
        ("kn", "Google", "Googler", False),
        ("te", "నగరం", "నగరాన్ని చూశారు", True),
        ("ta", "நகரம்", "நகரத்தில்", True),
        ("hi", "नगर", "नगरों में", True),
        ("hi", "लड़का", "लड़के ने कहा", True),
        ("hi", "नदी", "नदियों का पानी", True),
        ("hi", "नगर", "नगरपालिका", False),
        ("ar", "مدينة", "يسكن بالمدينة", True),
        ("ar", "مدينة", "مدينتها قديمة", True),
        ("ar", "المدينة", "في مدينة", True),
        ("ar", "قصر", "والقصر كبير", True),
        ("ar", "قلم", "إقليم", False),
        ("zh", "城市", "这座城市很大", True),
        ("ja", "東京", "私は東京に行く", True),
        ("ja", "Google", "私はgoogleを使う", True),
        ("ko", "서울", "서울에서 만나요", True),
        ("th", "เมือง", "เป็นเมืองใหญ่", True),
        ("yo", "ìlú", "Ìlú náà tóbi", True),
        ("yo", "ìlú", "ìlúmọ̀ọ́ká", False),
        ("yo", "ilu", "ìlú", False),
        ("vi", "thành phố", "Thành phố  Mysuru", True),
        ("vi", "phố", "phốt", False),
        ("sw", "mji", "Anaishi mjini.", True),
        ("sw", "mji", "mjinga", False),
        ("en", "city", "Cities of India", True),
        ("en", "city", "a citizen", False),
        ("en", "ward", "its 65 wards", True),
        ("en", "form", "a formal letter", False),
        ("en", "Mysuru", "MYSURU’S palace", True),
        ("en", "C++", "written in C++.", True),
        ("tr", "şehir", "şehirde", True),
        ("ru", "город", "много городов", True),
        ("en", "", "nothing", False),
    ],
)
def test_a_term_is_found_as_a_whole_word_with_its_endings(
    lang: str, term: str, text: str, is_found: bool
) -> None:
    glossary = Glossary([((lang, term), ("de", "Wort"))])
    assert glossary.terms_in(text, lang, "de") == ([(term, "Wort")] if is_found else [])


def test_the_longer_term_wins_and_alternatives_stand_side_by_side() -> None:
    glossary = Glossary([MYSURU, PALACE, CITY])
    assert glossary.terms_in("ಮೈಸೂರು ಅರಮನೆಯು ನಗರದಲ್ಲಿದೆ; ನಗರ.", "kn", "en") == [
        ("ಮೈಸೂರು ಅರಮನೆ", "Mysore Palace"),
        ("ನಗರ", "city"),
        ("ನಗರ", "town"),
    ]


@pytest.mark.parametrize(
    ("text", "source_lang", "target_lang", "terms"),
    [
        ("Mysuru", "en-US", "kn-IN", [("Mysuru", "ಮೈಸೂರು")]),
        ("मैसूर", "hi", "en", [("मैसूर", "Mysuru")]),
        ("Mysuru", "en", "sw", []),
        ("Mysuru", "en", "en", []),
        ("Mysuru", "en-Deva", "kn", []),
        ("", "kn", "en", []),
    ],
)
def test_all_directions_are_looked_up_and_regions_do_not_count(
    text: str, source_lang: str, target_lang: str, terms: list[tuple[str, str]]
) -> None:
    assert Glossary([MYSURU, CITY]).terms_in(text, source_lang, target_lang) == terms


def test_terms_of_several_entries_come_together() -> None:
    glossary = Glossary([(("en", "City"), ("kn", "ನಗರ")), (("en", "city"), ("kn", "ಪಟ್ಟಣ"))])
    assert glossary.terms_in("cities", "en", "kn") == [("City", "ನಗರ"), ("City", "ಪಟ್ಟಣ")]


async def test_the_step_fills_terms_of_what_is_pending_and_changes_nothing_else() -> None:
    memory = memory_engine(TranslationMemory([Unit((("kn", "ನಗರ"), ("en", "city")))]))
    engine = with_terms(Glossary([MYSURU, CITY])) | memory
    given = Paragraph(
        [segment("ನಗರ"), segment("ಮೈಸೂರು", "Mysuru")], terms=[("ಅರಮನೆ", "palace"), ("ನಗರ", "city")]
    )
    out = engine.invoke(given)
    assert out.terms == [("ಅರಮನೆ", "palace"), ("ನಗರ", "city"), ("ನಗರ", "town")]
    assert [one["target"] for one in out.segments] == ["city", "Mysuru"]
    assert given.terms == [("ಅರಮನೆ", "palace"), ("ನಗರ", "city")]
    assert await engine.ainvoke(given) == out


def test_a_term_counts_as_used_in_any_of_its_forms() -> None:
    segments = [
        segment("ಮೈಸೂರು ಅರಮನೆ", "The palace of Mysuru"),
        segment("ಮೈಸೂರಿನ ನಗರ", "TOWNS in Mysuru"),
        segment("ನಗರ", "a village"),
        segment("ನಗರ", None),
        segment("city", "ನಗರಗಳಲ್ಲಿ", "en", "kn"),
    ]
    assert term_hits(segments, Glossary([MYSURU, PALACE, CITY])) == (3, 5)
    assert term_hits([], Glossary([])) == (0, 0)


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("the town", [("ಮೈಸೂರು", "Mysuru")]),
        ("Mysuru", [("ನಗರ", "city"), ("ನಗರ", "town")]),
        ("Cities like mysuru", []),
    ],
)
def test_a_missing_term_names_its_alternatives(target: str, missing: list[tuple[str, str]]) -> None:
    terms = [("ನಗರ", "city"), ("ನಗರ", "town"), ("ಮೈಸೂರು", "Mysuru")]
    assert missing_terms(target, terms, "en") == missing


def test_titles_lose_what_tells_articles_apart() -> None:
    titles = {"ಮೈಸೂರು (ನಗರ)": "Mysuru", "ಹಂಪಿ": "Hampi (town)", "(೧)": "One", "京都（市）": "Kyoto"}
    glossary = langlink_terms(titles, "kn", "en")
    assert glossary.terms_in("ಹಂಪಿ, ಮೈಸೂರು, 京都", "kn", "en") == [
        ("ಹಂಪಿ", "Hampi"),
        ("ಮೈಸೂರು", "Mysuru"),
        ("京都", "Kyoto"),
    ]
    assert len(glossary.concepts) == 3


TABLES = [
    ("terms.csv", "kn,en,note\nನಗರ,city|town,places\n\nಮೈಸೂರು,Mysuru\n"),
    ("terms.csv", '\ufeffkn;en\r\n"ನಗರ";"city|town"\r\nಮೈಸೂರು;Mysuru'),
    ("terms.tsv", "note\tkn-IN\ten_US\n\tನಗರ\tcity| town |\n\tಮೈಸೂರು\tMysuru\n"),
    ("terms.CSV", "source,target\nನಗರ,city|town\nಮೈಸೂರು,Mysuru\n"),
    ("terms.csv", 'kn,en,hi\nನಗರ,"city|\ntown",\nಮೈಸೂರು,Mysuru,मैसूर\n'),
]


@pytest.mark.parametrize(("name", "text"), TABLES)
def test_tables_are_read_in_their_shapes(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_bytes(text.encode())
    glossary = load_glossary(file, source_lang="kn", target_lang="en")
    assert glossary.terms_in("ಮೈಸೂರು ನಗರ", "kn", "en") == [
        ("ಮೈಸೂರು", "Mysuru"),
        ("ನಗರ", "city"),
        ("ನಗರ", "town"),
    ]


def test_files_are_read_together(tmp_path: Path) -> None:
    table, tbx = tmp_path / "a.csv", tmp_path / "b.tbx"
    table.write_text("kn,en\nನಗರ,city\n", encoding="utf-8")
    tbx.write_text(
        "<tbx><text><body><conceptEntry><langSec xml:lang='kn'><termSec><term>ನಗರ</term></termSec>"
        "</langSec><langSec xml:lang='en'><termSec><term>town</term></termSec></langSec>"
        "</conceptEntry></body></text></tbx>",
        encoding="utf-8",
    )
    assert load_glossary(table, tbx).terms_in("ನಗರ", "kn", "en") == [
        ("ನಗರ", "city"),
        ("ನಗರ", "town"),
    ]
    assert load_glossary().terms_in("ನಗರ", "kn", "en") == []


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (b"", ["line 1", "two columns"]),
        (b"kn,note\nx,y\n", ["line 1", "two columns"]),
        (b"kn,kn-IN\nx,y\n", ["line 1", "different languages"]),
        (b"kn,english\nx,y\n", ["line 1", "'english'", "BCP 47"]),
        (b"source,target\nx,y\n", ["'source'", "source_lang", "'target'", "target_lang"]),
        (
            "kn,en\nನಗರ,city\nಊರು\n,\nx,y,z\n|,town\n".encode(),
            ["line 3: a term and its translation", "line 5: 3 cells, the header has 2", "line 6"],
        ),
        (('kn,en\n"a\nb",c\nd,\n' + "e" * 1001 + ",f\n").encode(), ["line 4", "line 5", "longer"]),
        ('kn,en\nನಗರ,\nx,"city\n'.encode(), ["line 2", "line 3", "quotation"]),
        ("kn,en\nನಗರ,".encode() + b"\xff\n", ["line 2", "0xFF", "UTF-8"]),
    ],
)
def test_everything_wrong_with_a_table_is_told_at_once(
    tmp_path: Path, data: bytes, reasons: list[str]
) -> None:
    file = tmp_path / "terms.csv"
    file.write_bytes(data)
    with pytest.raises(MemoryFileError) as caught:
        load_glossary(file)
    message = str(caught.value)
    assert str(file) in message and "\n" not in message
    assert [reason for reason in reasons if reason not in message] == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere.csv", "check the name"), ("folder.csv", "cannot be read"), ("a.xlsx", ".csv, .tsv")],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(MemoryFileError, match=reason):
        load_glossary(tmp_path / name)


def test_do_not_translate_terms_are_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "keep.txt"
    file.write_bytes("\ufeffC#\r\n\r\n  ಯಕ್ಷಗಾನ \n# 1\nC#\nHugging  Face".encode())
    assert load_keep(file) == ("C#", "ಯಕ್ಷಗಾನ", "# 1", "Hugging Face")
    with pytest.raises(MemoryFileError, match="no list of terms"):
        load_keep(tmp_path / "nowhere.txt")
    file.write_bytes(b"a\n\xff")
    with pytest.raises(MemoryFileError, match="line 2"):
        load_keep(file)


def test_terms_of_simplified_and_traditional_chinese_stand_apart() -> None:
    glossary = Glossary([(("en", "software"), ("zh-CN", "软件"), ("zh-TW", "軟體"))])
    for lang in ("zh", "zh-Hans", "zh-SG"):
        assert glossary.terms_in("the software", "en", lang) == [("software", "软件")]
    for lang in ("zh-Hant", "zh-HK"):
        assert glossary.terms_in("the software", "en", lang) == [("software", "軟體")]
