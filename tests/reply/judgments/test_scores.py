import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkt.packs import languages, load_locale
from mlkt.reply import parse_score

# Where the shape was seen, the locale (or none), the reply, the score; scores run from 0 to 5.
SCORES = [
    ("InstructLab: the form asked for", "en", "Total Score: 2", 2.0),
    ("sdg_hub #197: what float() refuses", "en", "Total Score: 2.", 2.0),
    ("InstructLab 2.8: float() passes", "", "2", 2.0),
    ("InstructLab 2.8: float() passes", "", "2.0", 2.0),
    ("InstructLab 2.8: float() passes", "", "02", 2.0),
    ("InstructLab 2.8: Arabic digit", "", "٢", 2.0),
    ("InstructLab 2.8: full-width digit", "", "２", 2.0),
    ("InstructLab 2.8: a part of a whole", "", "2/5", 2.0),
    ("InstructLab 2.8: decimal comma", "", "2,5", 2.5),
    ("Arabic decimal separator", "", "٢٫٥", 2.5),
    ("InstructLab 2.8: nan is none", "", "nan", None),
    ("InstructLab 2.8: inf is none", "", "inf", None),
    ("Kannada digit", "kn", "ಅಂಕ: ೨", 2.0),
    ("Devanagari digit", "hi", "अंक: २", 2.0),
    ("Bengali digit without a locale", "", "Score: ২", 2.0),
    ("Thai digit without a locale", "", "Score: ๒", 2.0),
    ("Han numeral", "", "二", 2.0),
    ("Han numeral with its counter", "", "Score: 二分", 2.0),
    ("digits with a counter", "", "Score: 2分", 2.0),
    ("Han numeral of two signs is none", "", "十二", None),
    ("number word", "en", "Score: two", 2.0),
    ("number word", "en", "Total score: **Four**", 4.0),
    ("number word", "kn", "ಒಟ್ಟು ಅಂಕ: ಎರಡು", 2.0),
    ("number word", "hi", "कुल अंक: दो", 2.0),
    ("number word", "sw", "Alama: mbili", 2.0),
    ("English label in another language", "kn", "Score: ೩", 3.0),
    ("bold label", "en", "**Score:** 3", 3.0),
    ("bold both", "en", "**Score:** **3**", 3.0),
    ("bold around", "en", "**Score: 3**", 3.0),
    ("list mark", "en", "- Score: 3", 3.0),
    ("heading", "en", "### Score: 3", 3.0),
    ("range behind the label", "en", "Score (0-5): 3", 3.0),
    ("range behind the label", "en", "**Score** (1 to 5): 3", 3.0),
    ("full-width colon", "", "Score：3", 3.0),
    ("equals sign", "en", "Score = 3", 3.0),
    ("dash", "en", "Score – 3", 3.0),
    ("no colon", "en", "Score 3", 3.0),
    ("a sentence", "en", "The score is 3.", 3.0),
    ("words before the label", "en", "Final overall score: 3", 3.0),
    ("words before the label", "en", "Relevance rating: 3", 3.0),
    ("words behind the number", "en", "Score: 3 out of 5", 3.0),
    ("words behind the number", "en", "Score: 3 points", 3.0),
    ("a part of a whole, spaced", "en", "Score: 3 / 5", 3.0),
    ("a part of a whole, quoted", "en", 'Score: "3/5"', 3.0),
    ("the last score counts", "en", "Score: 1\nScore: 2\nTotal Score: 3", 3.0),
    ("explanation first", "en", "It names 3 rivers of 7.\n\nScore: 4", 4.0),
    ("explanation behind", "en", "Score: 4\nIt names 3 rivers of 7.", 4.0),
    ("first line a number", "en", "4\nIt names 3 rivers of 7.", 4.0),
    ("last line a number", "en", "It names 3 rivers of 7.\n\n4", 4.0),
    ("JSON", "en", '{"score": 4, "explanation": "3 of 7"}', 4.0),
    ("JSON: a text", "en", '{"rating": "4/5"}', 4.0),
    ("JSON: fenced", "en", '```json\n{"total_score": 4.5}\n```', 4.5),
    ("JSON: localized", "kn", '{"ಅಂಕ": "೪"}', 4.0),
    ("reasoning first", "en", "<think>Score: 1?</think>Score: 4", 4.0),
    ("zero", "en", "Score: 0", 0.0),
    # A number of the list before the label; more than a number on the only line
    ("outside review, November 2026", "en", "1. Score: 2", 2.0),
    ("outside review, November 2026", "en", "2. Score: 1", 1.0),
    ("outside review, November 2026", "en", "3) Total score: 2", 2.0),
    ("outside review, November 2026", "kn", "೧. ಅಂಕ: ೩", 3.0),
    ("outside review, November 2026", "en", "1. Relevance: 1\n2. Truth: 1\n3. Total Score: 2", 2.0),
    ("outside review, November 2026", "en", "2 questions were asked.", None),
    ("outside review, November 2026", "en", "2 of the 3 claims hold.", None),
    ("authored: a number word", "en", "Two of the claims hold.", None),
    ("outside review, November 2026", "en", "2 points", 2.0),
    ("outside review, November 2026", "ru", "2 балла", 2.0),
    ("authored: the whole in brackets", "en", "2 (out of 5)", 2.0),
    ("outside review, November 2026", "es", "4 de 5", 4.0),
    ("outside review, November 2026", "fr", "4 sur 5", 4.0),
    ("outside review, November 2026", "en", "½", 0.5),
    ("outside review, November 2026", "en", "Score: ¾", 0.75),
    ("outside review, November 2026", "en", "Score: 1½", None),
    ("authored: a power", "en", "Score: 2²", None),
    ("outside review, November 2026", "en", "Score: ②", 2.0),
    ("outside review, November 2026", "en", "Score: Ⅱ", 2.0),
    ("outside review, November 2026", "en", "Total Score: 1+1=2", 2.0),
    ("authored: a sum", "en", "Score: 1 + 1 + 1 = 3", 3.0),
    ("authored: a sum without its total", "en", "Score: 1 + 1", None),
    # Words for a part of a whole
    ("outside review, November 2026", "en", "Score: 2 out of 10", None),
    ("outside review, November 2026", "fr", "Note : 2 sur 10", None),
    ("outside review, November 2026", "de", "Punkte: 2 von 10", None),
    ("outside review, November 2026", "es", "Nota: 2 de 10", None),
    ("outside review, November 2026", "ru", "Оценка: 2 из 10", None),
    ("outside review, November 2026", "ar", "الدرجة: ٢ من ١٠", None),
    ("outside review, November 2026", "th", "คะแนน: 2 เต็ม 10", None),
    ("outside review, November 2026", "en", "Score: 2 (out of 10)", None),
    ("outside review, November 2026", "en", "Score: 5 out of 5", 5.0),
    ("outside review, November 2026", "ar", "الدرجة: ٣ من ٥", 3.0),
    ("authored: no whole", "en", "Score: 4 since 9 facts are named in it", 4.0),
    ("authored: no whole", "en", "Score: 4 (names 9 facts)", 4.0),
    ("authored: another scale", "en", "Score: 3 out of 4", None),
    ("outside review, November 2026", "hi", "अंक: ५ में से ३", 3.0),
    ("outside review, November 2026", "mr", "गुण: ५ पैकी ३", 3.0),
    ("outside review, November 2026", "ur", "اسکور: 5 میں سے 3", 3.0),
    ("outside review, November 2026", "bn", "স্কোর: ৫ এর মধ্যে ৩", 3.0),
    ("outside review, November 2026", "ta", "மதிப்பெண்: 5க்கு 3", 3.0),
    ("outside review, November 2026", "te", "స్కోరు: 5కి 3", 3.0),
    ("outside review, November 2026", "kn", "ಅಂಕ: 5 ರಲ್ಲಿ 3", 3.0),
    ("outside review, November 2026", "kn", "ಅಂಕ: ೫ಕ್ಕೆ ೩ ಅಂಕ", 3.0),
    ("outside review, November 2026", "ml", "മാർക്ക്: 5-ൽ 3", 3.0),
    ("outside review, November 2026", "ja", "点数：5点満点中3点", 3.0),
    ("outside review, November 2026", "ja", "5点満点中3点です。", 3.0),
    ("outside review, November 2026", "ko", "점수: 5점 만점에 3점", 3.0),
    ("outside review, November 2026", "zh", "评分：满分5分，得3分", 3.0),
    ("authored: the whole alone", "zh", "评分：满分5分", None),
    ("authored: all points", "ja", "点数：5点満点中5点", 5.0),
    ("authored: no whole", "en", "Score: 5 because 1 fault is small", 5.0),
    ("authored: may be a whole", "hi", "अंक: 5 क्योंकि केवल 1 छोटी गलती मिली", None),
    ("authored: may be a whole", "en", "Score: 5 not 3", None),
    ("authored: parts", "en", "Score: 5 (2 for truth, 3 for style)", 5.0),
    # Tags, invisible marks, more labels
    ("outside review, November 2026", "en", "<score>2</score>", 2.0),
    ("outside review, November 2026", "en", "It is clear.\n<score>\n4\n</score>", 4.0),
    ("authored: tags as prompts ask for them", "en", "[SCORE] 3 [END]", 3.0),
    ("authored", "kn", "<ಅಂಕ>೩</ಅಂಕ>", 3.0),
    ("outside review, November 2026", "ur", "\u200fاسکور: 2", 2.0),
    ("outside review, November 2026", "ar", "\u200fالدرجة: ٢/٥\u200f", 2.0),
    ("outside review, November 2026", "zh", "总得分：3", 3.0),
    ("outside review, November 2026", "zh", "**总分**：3", 3.0),
    ("outside review, November 2026", "ja", "評価：3", 3.0),
    ("outside review, November 2026", "ja", "総合評価：３", 3.0),
    ("outside review, November 2026", "ar", "النتيجة: ٣", 3.0),
    ("outside review, November 2026", "ar", "المجموع: ٣", 3.0),
    ("outside review, November 2026", "zh", "总分：两分", 2.0),
    ("outside review, November 2026", "ko", "이", None),
    ("outside review, November 2026", "ko", "점수: 이", None),
    ("authored", "ko", "점수: 둘", 2.0),
    ("authored", "ja", "二点", 2.0),
    # Never a number from the wrong place
    ("a number in prose", "en", "I found 3 mistakes.", None),
    ("a year", "en", "It was built in 1932.", None),
    ("a list number", "en", "1. The text says so.\n2. So does the answer.", None),
    ("a range", "en", "Score: 1-2", None),
    ("a range in words", "en", "Score: between 1 and 2", None),
    ("a word", "en", "Score: high", None),
    ("a date", "en", "Score: 2.5.2024", None),
    ("an ordinal", "en", "Score: 2nd try", None),
    ("a version", "en", "Score: 2x", None),
    ("a number behind another label", "en", "Pairs: 3", None),
    ("two bare lines that differ", "en", "2\n3", None),
    ("out of the range", "en", "Score: 7", None),
    ("below the range", "en", "Score: -1", None),
    ("another scale", "en", "Score: 3/10", None),
    ("a label without a number", "en", "Score:", None),
    ("cut off in the reasoning", "en", "<think>Score: 3", None),
    ("empty", "", "", None),
]


@pytest.mark.parametrize(("seen", "lang", "text", "score"), SCORES)
def test_scores_are_read_where_scores_stand(
    seen: str, lang: str, text: str, score: float | None
) -> None:
    assert parse_score(text, load_locale(lang) if lang else None, low=0, high=5) == score, seen


@pytest.mark.parametrize("lang", languages())
def test_every_label_digit_and_number_word_of_a_locale_is_read(lang: str) -> None:
    locale = load_locale(lang)
    for label in locale.labels["score"]:
        assert parse_score(f"{label}: {locale.digits[4]}", locale) == 4.0, label
    for word in locale.number_words["3"][:1]:
        assert parse_score(f"**{locale.labels['score'][0]}:** {word}", locale) == 3.0


def test_without_an_upper_limit_any_whole_counts() -> None:
    assert parse_score("Score: 7/10") == 7.0
    assert parse_score("Score: 85") == 85.0
    assert parse_score("-1", low=-2) == -1.0


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    score = parse_score(text, load_locale("hi"), high=5)
    assert score is None or 0 <= score <= 5
