"""Units, currencies and signs beside a number: another one is found, what people write is not."""

import csv
from pathlib import Path

import pytest

from mlkt.translate.gate.units import check_units

TABLE = Path(__file__).parents[3] / "locales" / "units.tsv"


def found(source: str, target: str, pair: str) -> list[tuple[str, str]]:
    source_lang, target_lang = pair.split(">")
    problems = check_units(source, target, source_lang, target_lang)
    assert all(problem.severity == "minor" for problem in problems)
    return [(problem.kind, problem.evidence) for problem in problems]


@pytest.mark.parametrize(
    ("source", "target", "pair", "kind", "evidence"),
    [
        ("It costs $5.", "ಬೆಲೆ €5.", "en>kn", "units_changed", "5 dollar/peso -> 5 euro"),
        ("5 km away", "5 मील दूर", "en>hi", "units_changed", "5 km -> 5 mile"),
        ("٥ كيلومترات و 7 كجم", "5 km and 7 lb", "ar>en", "units_changed", "7 kg -> 7 lb"),
        ("5公里", "5 miles", "zh>en", "units_changed", "5 km -> 5 mile"),
        ("10 กิโลเมตร", "10 miles", "th>en", "units_changed", "10 km -> 10 mile"),
        (
            "5 triệu đô la",
            "5 million euros",
            "vi>en",
            "units_changed",
            "5000000 dollar -> 5000000 euro",
        ),
        ("2.5 ಲಕ್ಷ ರೂ.", "$250,000", "kn>en", "units_changed", "250000 rupee -> 250000 dollar/peso"),
        ("It was -5 °C.", "तापमान 5 °C था।", "en>hi", "sign_changed", "-5 celsius -> 5 celsius"),
        ("5 °C", "−5 °C", "en>ja", "sign_changed", "5 celsius -> -5 celsius"),
    ],
)
def test_another_unit_or_sign_is_reported(
    source: str, target: str, pair: str, kind: str, evidence: str
) -> None:
    assert (kind, evidence) in found(source, target, pair)


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("for £125m, $2 billion", "pauni milioni 125, dola bilioni 2", "en>sw"),
        ("$350,000", "350,000 دولار أمريكي", "en>ar"),
        ("$26,750", "26,750 डॉलर", "en>hi"),
        ("5 km (3 miles)", "5 ಕಿ.ಮೀ. (3 ಮೈಲಿ)", "en>kn"),
        ("5 miles", "8 किमी", "en>hi"),
        ("5 pounds of rice", "5 पाउंड चावल", "en>hi"),
        ("¥500", "500円", "en>ja"),
        ("$5", "5 pesos", "es>en"),
        ("-5 °C", "摄氏零下5摄氏度", "en>zh"),
        ("-5 °C", "5 °C below zero", "th>en"),
        ("10-5 °C", "10 – 5 °C", "en>yo"),
        ("5 G networks, 3 more", "3 मीटर", "en>hi"),
    ],
)
def test_what_people_write_passes(source: str, target: str, pair: str) -> None:
    assert found(source, target, pair) == []


def test_the_table_of_units_is_well_formed() -> None:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 15
    assert len({row["unit"] for row in rows}) == len(rows)
    for row in rows:
        forms = row["forms"].split("|")
        assert len(set(forms)) == len(forms), row
        assert all(form == form.strip().lower() != "" for form in forms), row
