import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlkt.text import identify
from mlkt.text.identify import is_known

ROMANISED = "Mera naam Ram hai aur main Dilli mein rehta hoon."
DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "among", "lang"),
    [
        ("ಬೆಂಗಳೂರು ಕರ್ನಾಟಕದ ರಾಜಧಾನಿ.", None, "kn"),
        ("ಹೌದು", None, "kn"),
        ("ಬೆಂಗಳೂರು ಕರ್ನಾಟಕದ ರಾಜಧಾನಿ.", ["en", "kn-IN"], "kn-IN"),
        ("தமிழ்நாடு இந்தியாவின் மாநிலம்", None, "ta"),
        ("ประเทศไทย", None, "th"),
        ("ძალიან კარგი", None, "ka"),
        ("東京タワーは東京都にある。", None, "ja"),
        ("東京タワーは東京都にある。", ["zh", "ja"], "ja"),
        ("北京是中国的首都。北京很大。", ["zh", "ja"], "zh"),
        ("서울은 대한민국의 수도이다", None, "ko"),
        ("Mji mkuu wa Kenya", ["sw", "en"], "sw"),
        ("The capital of Kenya is large", ["sw", "en"], "en"),
        ("The capital of Kenya is large", ["kn", "en"], "en"),
        ("Ó wá sílé, ó sì jẹun lọ́wọ́", None, "yo"),
        ("दिल्ली भारत की राजधानी है", ["hi", "mr", "ne"], "hi"),
        ("मुंबई ही महाराष्ट्राची राजधानी आहे", ["hi", "mr", "ne"], "mr"),
        ("القاهرة عاصمة مصر الكبيرة", ["ar", "ur"], "ar"),
        ("لاہور پاکستان کا ایک بڑا شہر ہے", ["ar", "ur"], "ur"),
        ("Москва большой и красивый город", ["ru", "sr-Latn"], "ru"),
        ("Mji mkuu wa Kenya", ["sw", "zh-Hant", "hi"], "sw"),
        ("गाँव की सड़क बन गई है", ["hi", "hi-Latn"], "hi"),
        ("北京是中國的首都。北京很大。", ["zh-Hant", "ja"], "zh-Hant"),
        ("ಕನ್ನಡ ನಾಡು ನೋಡಿ https://example.org/a/very/long/path/of/latin/letters", None, "kn"),
    ],
)
def test_a_language_is_told(text: str, among: list[str] | None, lang: str) -> None:
    found = identify(text, among)
    assert found.lang == lang
    assert 0.5 <= found.confidence <= 1.0


@pytest.mark.parametrize(
    ("text", "among", "reason"),
    [
        ("", None, "no letters"),
        ("1956, 2.5 %", None, "no letters"),
        ("27 Feb, 2017", None, "too few letters: 3"),
        ("आप", ["hi", "mr"], "too few letters: 2"),
        ("ಬೆಂಗಳೂರು Bengaluru", None, "mixed scripts: Latn"),
        ("ಕನ್ನಡ ನಾಡು", ["hi", "en"], "none of hi, en is written in Knda"),
        ("ಬೆಂಗಳೂರು ಕರ್ನಾಟಕದ ರಾಜಧಾನಿ", ["kn", "tcy"], "py3langid does not know tcy"),
        ("Bonjour tout le monde, comment allez-vous ?", ["kn", "en"], "reads more like fr"),
        ("བཀྲ་ཤིས་བདེ་ལེགས་ཞུ་རྒྱུ", None, "py3langid does not know bo"),
        (ROMANISED, ["hi-Latn", "sw", "en"], "py3langid does not know hi-Latn in this script"),
        ("The capital of Kenya", ["sr-Latn", "en"], "py3langid does not know sr-Latn"),
        ("لاہور وڈا شہر اے تے سوہنا وی", ["pa-PK", "ur"], "py3langid does not know pa-PK"),
        ("xyz qwrt plkj mnbv zzzz", None, "not sure"),
    ],
)
def test_it_abstains_and_says_why(text: str, among: list[str] | None, reason: str) -> None:
    found = identify(text, among)
    assert found.lang == "und"
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    ("lang", "known"),
    [
        ("kn", True),
        ("kn-IN", True),
        ("sw", True),
        ("fil", True),
        ("zh-Hant", True),
        ("hi-Latn", False),
        ("sr-Latn", False),
        ("bho", False),
        ("wo", False),
        ("arz", False),
        ("", False),
    ],
)
def test_languages_that_the_statistics_know(lang: str, known: bool) -> None:
    assert is_known(lang) is known


@settings(max_examples=50, deadline=None)  # the first call loads the model
@given(st.text(max_size=60), st.none() | st.lists(st.sampled_from(["kn", "sw", "x", "zh-Hant"])))
def test_any_text_gets_an_answer(text: str, among: list[str] | None) -> None:
    found = identify(text, among)
    assert 0.0 <= found.confidence <= 1.0
    assert found.reason
    assert among is None or found.lang in {"und", *among}


def test_without_the_extra_the_script_still_decides() -> None:
    code = (
        "import sys; sys.modules['py3langid'] = None\n"
        "from mlkt.text import identify\n"
        "print(identify('ಬೆಂಗಳೂರು ನಗರ').lang, identify('The capital city', ['en', 'kn']).lang)\n"
        "print(identify('The capital city', ['en', 'sw']))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    known, unknown = run.stdout.splitlines()
    assert known == "kn en"
    assert "lang='und'" in unknown
    assert "pip install 'mlkt[langid]'" in unknown


def test_importing_the_room_loads_no_model() -> None:
    code = "import sys, mlkt.text; print('py3langid' in sys.modules, 'numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("name", "lang", "least"),
    [
        ("ntrex128/newstest2019-ref.kan.txt", "kn", 1.0),
        ("ntrex128/newstest2019-ref.hin.txt", "hi", 0.97),
        ("ntrex128/newstest2019-ref.swa.txt", "sw", 0.99),
        ("ntrex128/newstest2019-ref.arb.txt", "ar", 0.99),
        ("ntrex128/newstest2019-src.eng.txt", "en", 0.99),
    ],
)
def test_lines_of_news_are_told_and_hardly_ever_wrongly(name: str, lang: str, least: float) -> None:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"no file ../shared/data/{name}: only the project's workshop holds it")
    lines = path.read_text(encoding="utf-8").splitlines()[:400]
    among = ["kn", "hi", "mr", "sw", "en", "ar", "ur", "fr", "yo"]
    found = [identify(line, among).lang for line in lines if len(line) > 40]
    told = [code for code in found if code != "und"]
    assert len(found) > 300
    assert len(told) / len(found) >= 0.95
    assert told.count(lang) / len(told) >= least
