"""Numbers said in other ways than numerals: what people write passes, another number does not."""

import csv
from pathlib import Path

import pytest
import regex

from mlkt.text.number_phrases import KINDS
from mlkt.translate.gate.numbers import check_numbers

TABLE = Path(__file__).parents[3] / "locales" / "number_phrases.tsv"


def found(source: str, target: str, pair: str) -> list[str]:
    source_lang, target_lang = pair.split(">")
    return [each.kind for each in check_numbers(source, target, source_lang, target_lang)]


def back(pair: str) -> str:
    return ">".join(reversed(pair.split(">")))


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("1.5 लाख लोग", "150,000 people", "hi>en"),
        ("डेढ़ लाख लोग", "150,000 people", "hi>en"),
        ("ढाई घंटे", "2.5 hours", "hi>en"),
        ("साढ़े तीन करोड़", "35 million", "hi>en"),
        ("साढ़े तीन बजे", "at 3:30", "hi>en"),
        ("पौने दो घंटे", "1.75 hours", "hi>en"),
        ("पौने दो बजे", "at 1:45", "hi>en"),
        ("सवा चार बजे", "at 4:15", "hi>en"),
        ("सवा लाख", "125,000", "hi>en"),
        ("ಒಂದೂವರೆ ಗಂಟೆ", "1.5 hours", "kn>en"),
        ("ಎರಡೂವರೆ ಲಕ್ಷ ಜನ", "250,000 people", "kn>en"),
        ("2.5 million people", "ಎರಡೂವರೆ ಮಿಲಿಯನ್ ಜನರು", "en>kn"),
        ("三分之二的人", "2/3 of the people", "zh>en"),
        ("三分の二の人", "2/3 of the people", "ja>en"),
        ("三分之二的人", "⅔ of the people", "zh>en"),
        ("2/3 of people", "two-thirds of people", "en>en"),
        ("下午三点半", "at 3:30 pm", "zh>en"),
        ("三時半に", "at 3:30", "ja>en"),
        ("Trois heures et demie", "3:30", "fr>en"),
        ("deux millions et demi d'habitants", "2.5 million people", "fr>en"),
        ("une demi-heure", "30 minutes", "fr>en"),
        ("anderthalb Jahre", "1.5 years", "de>en"),
        ("zweieinhalb Jahre", "2.5 years", "de>en"),
        ("um halb vier", "at 3:30", "de>en"),
        ("milioni moja na nusu", "1.5 million", "sw>en"),
        ("saa mbili na nusu", "2.5 hours", "sw>en"),
        ("ثلاثة ونصف", "3.5", "ar>en"),
        ("two and a half million", "25 लाख", "en>hi"),
        ("三月三日", "March 3", "zh>en"),
        ("三月五日", "March 5", "zh>en"),
        ("五月二日", "2 May", "ja>en"),
        ("二〇二三年五月六日", "May 6, 2023", "zh>en"),
        ("十月十日", "October 10", "zh>en"),
        ("พ.ศ. 2566", "in 2023", "th>en"),
        ("ในปี 2566", "2023", "th>en"),
        ("ປີ 2566", "2023", "lo>en"),
        ("XIX век", "19th century", "ru>en"),
        ("V век", "5th century", "ru>en"),
        ("Louis XIV", "路易14世", "fr>zh"),
        ("Louis XIV", "ルイ14世", "fr>ja"),
        ("siglo XXI", "21st century", "es>en"),
        ("80年代", "the 1980s", "zh>en"),
        ("80年代", "the eighties", "zh>en"),
        ("die Sechzigerjahre", "the 1960s", "de>en"),
        ("les années 80", "the 1980s", "fr>en"),
        ("los años 60", "the 1960s", "es>en"),
        ("в 90-е годы", "in the 1990s", "ru>en"),
        ("the 1980s", "80 ರ ದಶಕ", "en>kn"),
        ("ein fünfjähriger Junge", "a 5-year-old boy", "de>en"),
        ("zwölfköpfig", "12 people", "de>en"),
        ("dreistündig", "3 hours", "de>en"),
        ("76-year-old", "76-летний", "en>ru"),
        ("76-year-old", "76-jährige", "en>de"),
        ("76歳", "76-year-old", "ja>en"),
        ("полтора года", "1.5 years", "ru>en"),
        ("ڈیڑھ لاکھ", "150,000", "ur>en"),
        ("দেড় লাখ", "150,000", "bn>en"),
        ("hai triệu rưỡi", "2.5 million", "vi>en"),
        ("dos millones y medio", "2.5 million", "es>en"),
        ("dois milhões e meio", "2.5 million", "pt>en"),
        ("세 시 반", "3:30", "ko>en"),
        ("a 5-hour wait", "fünfstündiges Warten", "en>de"),
        ("2½ cups", "2 1/2 tasses", "en>fr"),
    ],
)
def test_a_number_said_in_another_way_passes_both_ways(source: str, target: str, pair: str) -> None:
    assert found(source, target, pair) == []
    assert found(target, source, back(pair)) == []


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("डेढ़ लाख लोग", "250,000 people", "hi>en"),
        ("ढाई घंटे", "3.5 hours", "hi>en"),
        ("साढ़े तीन करोड़", "45 million", "hi>en"),
        ("ಒಂದೂವರೆ ಗಂಟೆ", "2.5 hours", "kn>en"),
        ("三分之二的人", "3/4 of the people", "zh>en"),
        ("下午三点半", "at 4:30 pm", "zh>en"),
        ("三月五日", "March 6", "zh>en"),
        ("五月二日", "3 May", "ja>en"),
        ("พ.ศ. 2566", "in 2024", "th>en"),
        ("ปี 2566", "2023", "en>de"),
        ("in 2566", "2023", "en>de"),
        ("XIX век", "18th century", "ru>en"),
        ("80年代", "the 1970s", "zh>en"),
        ("1980", "80", "en>de"),
        ("die Sechzigerjahre", "the 1970s", "de>en"),
        ("ein fünfjähriger Junge", "a 6-year-old boy", "de>en"),
        ("76-year-old", "67-летний", "en>ru"),
        ("milioni moja na nusu", "2.5 million", "sw>en"),
        ("the 1930s", "1430 ರ ದಶಕ", "en>kn"),
        ("$15,000 on hour six", "$15,006 ಆರು", "en>kn"),
        ("3 half days", "4 demi-journées", "en>fr"),
        ("Louis XIV", "路易15世", "fr>zh"),
    ],
)
def test_another_number_is_found_both_ways(source: str, target: str, pair: str) -> None:
    assert found(source, target, pair) != []
    assert found(target, source, back(pair)) != []


def test_the_table_of_phrases_is_well_formed() -> None:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 100
    assert {row["kind"] for row in rows} == KINDS
    keys = [(row["lang"], row["kind"], row["value"]) for row in rows]
    assert keys == sorted(set(keys))
    for row in rows:
        forms = row["forms"].split("|")
        assert len(set(forms)) == len(forms), row
        assert all(form == form.strip().lower() != "" for form in forms), row
        assert regex.fullmatch(r"-|-?\d+(?:/\d+)?", row["value"]), row


def test_a_table_of_thousands_of_numbers_is_compared_to_its_end() -> None:
    table = "| 12,345 | 5.30 | 12:00 |\n" * 1_300
    kannada = table.translate(str.maketrans("0123456789", "೦೧೨೩೪೫೬೭೮೯"))
    assert found(table, kannada, "en>kn") == []
    assert found(table, kannada.replace("೫.೩೦", "೫:೩೦"), "en>kn") == []
    assert found(table + "| 7", kannada + "| ೯", "en>kn") == ["numbers_changed"]
