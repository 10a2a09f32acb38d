"""The packs: what is found is whole, prompts fit their locale, and mistakes are named."""

import tomllib
import unicodedata
import warnings
from pathlib import Path
from string import Formatter

import pytest
import regex

from mlkt.errors import LanguageError, PackError
from mlkt.packs import (
    Locale,
    Prompt,
    coverage,
    languages,
    load_locale,
    load_prompt,
    pack_dir,
    parse_prompt,
    resolve,
    tasks,
)
from mlkt.reply import format_pairs, parse_pairs, parse_verdict
from mlkt.text import script_share, words
from mlkt.text.frames import fill_frame, read_frame
from mlkt.text.scripts import script_parts

FILES = sorted(
    path for name in ("prompts", "locales") for path in pack_dir(name).rglob("*") if path.is_file()
)
PROMPTS = [(path.stem, path.parent.name) for path in FILES if path.suffix == ".md"]
TRANSLATED = [(task, lang) for task, lang in PROMPTS if lang != "en"]
LANGUAGES = languages()
VERDICTS = ("yes", "no", "unclear")
A_AND_B = Prompt("qa", "en", "{a} and {b}", frozenset({"a", "b"}), "", "")
DATA = (
    "task", "outline", "document", "examples", "context", "question", "answer", "text",
    "instruction",
)  # fmt: skip

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
every_prompt = pytest.mark.parametrize(("task", "lang"), PROMPTS)
every_translated_prompt = pytest.mark.parametrize(("task", "lang"), TRANSLATED)
every_locale = pytest.mark.parametrize("lang", LANGUAGES)


def test_languages_tasks_and_prompts_are_found() -> None:
    assert len(LANGUAGES) >= 4
    assert len(tasks()) >= 8
    assert {"en", "kn", "hi", "sw"} <= {lang for _, lang in PROMPTS} <= set(LANGUAGES)


@pytest.mark.parametrize("lang", sorted({lang for _, lang in PROMPTS}))
@pytest.mark.filterwarnings("default::UserWarning")
def test_a_language_with_prompts_has_them_all_and_stale_ones_are_named(lang: str) -> None:
    status = coverage()[lang]
    assert status.keys() == set(tasks()) == {task for task, of in PROMPTS if of == lang}
    assert "missing" not in status.values()
    for task in (task for task, state in status.items() if state == "stale"):
        warnings.warn(f"prompts/{lang}/{task}.md is older than the English text", stacklevel=1)


@every_file
def test_file_ships_and_is_plain_utf8(path: Path) -> None:
    config = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))
    shipped = config["tool"]["setuptools"]["package-data"]
    room = "locales" if path.parent == pack_dir("locales") else "prompts"
    inside = path.relative_to(pack_dir(room))
    globs: list[str] = shipped[f"mlkt.{room}"]
    assert any(inside.match(it) and it.count("/") + 1 == len(inside.parts) for it in globs)
    text = path.read_bytes().decode("utf-8")
    assert text.strip()
    assert text == unicodedata.normalize("NFC", text)
    assert not regex.search(r"\ufeff|\r|\\u[0-9a-fA-F]{4}|[ \t]$", text, regex.MULTILINE)
    assert text.endswith("\n")


@every_translated_prompt
def test_translated_prompt_takes_the_inputs_of_its_original_and_names_it(
    task: str, lang: str
) -> None:
    prompt = load_prompt(task, lang)
    assert prompt.inputs == load_prompt(task, "en").inputs
    assert regex.fullmatch(rf"{task}/en@[0-9a-f]{{12}}", prompt.base)


@every_prompt
def test_braces_hold_inputs_and_nothing_else(task: str, lang: str) -> None:
    prompt = load_prompt(task, lang)
    for _, name, spec, conversion in Formatter().parse(prompt.text):
        assert name is None or (name.isidentifier() and not spec and not conversion)
    assert not regex.search(r"[{}]", prompt.fill(**dict.fromkeys(prompt.inputs, "")))


@every_prompt
def test_data_stands_between_its_own_tags_and_the_task_comes_after_it(task: str, lang: str) -> None:
    prompt = load_prompt(task, lang)
    data = [name for name in DATA if name in prompt.inputs]
    assert data
    begin = "\n\n".join(f"<{name}>\n{{{name}}}\n</{name}>" for name in data) + "\n\n"
    assert prompt.text.startswith(begin)
    assert not regex.search(r"<[^>]*>", prompt.text[len(begin) :])
    assert all(prompt.text.count(f"{{{name}}}") == 1 for name in data)


@every_prompt
def test_only_format_lines_begin_with_a_label(task: str, lang: str) -> None:
    locales = (load_locale("en"), load_locale(lang))
    labels = [form for locale in locales for forms in locale.labels.values() for form in forms]
    labelled = regex.compile(r"\W*\L<labels>\s*\d*\s*[:：]", regex.IGNORECASE, labels=labels)
    lines = load_prompt(task, lang).text.splitlines()
    assert [line for line in lines if labelled.match(line)] == []
    formats = {name for name in load_prompt(task, lang).inputs if name.endswith("_label")}
    assert formats == {
        name for name in formats for line in lines if line.startswith(f"{{{name}}}: ")
    }


@every_translated_prompt
def test_translated_prompt_is_in_its_language(task: str, lang: str) -> None:
    own, english = (_instructions(load_prompt(task, code)) for code in (lang, "en"))
    assert script_share(own, load_locale(lang).script) > 0.9
    lines = [{line.strip() for line in text.splitlines()} - {""} for text in (own, english)]
    assert lines[0].isdisjoint(lines[1])
    shared = set(words(own)) & set(words(english))
    assert len(shared) < 0.2 * len(set(words(own)))


def test_signature_depends_on_the_text_and_nothing_else() -> None:
    source = "---\ninputs: [text]\nreviewed_by:\n---\nಕೇಳಿ {text}\n"
    reviewed = source.replace("reviewed_by:", "reviewed_by: A. Reader, 2026-01-01")
    same = (source, reviewed, unicodedata.normalize("NFD", source), source + "\n")
    signatures = {parse_prompt(text, "qa", "kn", place="here").signature for text in same}
    assert len(signatures) == 1
    other = parse_prompt(source.replace("ಕೇಳಿ", "ಕೇಳು"), "qa", "kn", place="here").signature
    assert regex.fullmatch("qa/kn@[0-9a-f]{12}", other)
    assert other not in signatures


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Write about {text}.\n", "---"),
        ("---\ninputs: [text]\n", "---"),
        ("---\ninputs: [text]\nlanguage: kn\n---\n{text}\n", "language"),
        ("---\ninputs: [text, outline]\n---\n{text}\n", "outline"),
        ("---\ninputs: [text]\n---\n{text} {n_pairs}\n", "n_pairs"),
        ('---\ninputs: [text]\n---\n{text} as {"q": 1}\n', '"q"'),
        ("---\ninputs: [text\n---\n{text}\n", "YAML"),
        ("---\n- text\n---\n{text}\n", "key: value"),
    ],
)
def test_malformed_prompt_is_named_with_its_fault(source: str, named: str) -> None:
    with pytest.raises(PackError, match=regex.escape(named)) as error:
        parse_prompt(source, "qa", "kn", place="prompts/kn/qa.md")
    assert "prompts/kn/qa.md" in str(error.value)


def test_fill_puts_values_in_untouched() -> None:
    assert A_AND_B.fill(a="{b} <x> & {", b="") == "{b} <x> & { and "


@pytest.mark.parametrize("values", [{"a": ""}, {"a": "", "b": "", "c": ""}, {"a": "", "c": ""}])
def test_fill_with_other_inputs_names_them(values: dict[str, str]) -> None:
    with pytest.raises(PackError) as error:
        A_AND_B.fill(**values)
    for name in {"a", "b"} ^ values.keys():
        assert f"'{name}'" in str(error.value)


def test_missing_prompt_names_the_file_to_write_and_those_that_exist() -> None:
    with pytest.raises(PackError, match=r"prompts/kn/poem\.md.*qa\.md"):
        load_prompt("poem", "kn")


@pytest.mark.parametrize(
    ("lang", "code"),
    [
        ("kn", "kn"),
        ("kn-IN", "kn"),
        ("kn_IN", "kn"),
        ("KN-in", "kn"),
        ("sw-404", "sw"),
        ("kn-Knda", "kn"),
        ("kn_knda_IN", "kn"),
    ],
)
def test_a_region_may_fall_away(lang: str, code: str) -> None:
    assert resolve(lang) == code
    assert load_locale(lang).code == load_prompt("qa", lang).lang == code


@pytest.mark.parametrize(
    ("lang", "code"),
    [("zh-Hans", "zh"), ("zh_hans_CN", "zh"), ("ja-Jpan", "ja"), ("ar-Arab", "ar")],
)
def test_the_usual_script_may_be_named(lang: str, code: str) -> None:
    assert load_locale(lang).code == resolve(lang) == code


@pytest.mark.parametrize(
    ("lang", "hint"),
    [
        ("hi-Latn", ""),
        ("zh-Hant", ""),
        ("kn-Latn-IN", ""),
        ("kan", "'kn'"),
        ("swa", "'sw'"),
        ("zxx-qq", ""),
        ("", ""),
    ],
)
def test_other_languages_and_scripts_are_refused_with_what_there_is(lang: str, hint: str) -> None:
    with pytest.raises(LanguageError) as error:
        resolve(lang)
    assert repr(lang) in str(error.value)
    assert hint in str(error.value)
    assert ", ".join(LANGUAGES) in str(error.value)


@every_locale
def test_codes_and_script_belong_together(lang: str) -> None:
    locale = load_locale(lang)
    written = regex.fullmatch("[a-z]{3}_([A-Z][a-z]{3})", locale.flores)
    assert written and written[1] in {locale.script, *script_parts(locale.script)}
    assert regex.fullmatch("[a-z]{3}", locale.iso639_3)
    assert regex.fullmatch("[a-z]{2,3}(-[a-z]+)*", locale.wikipedia)
    assert locale.direction in {"ltr", "rtl"}
    labels = [form for forms in locale.labels.values() for form in forms]
    own = " ".join([locale.endonym, *locale.frames.values(), *labels])
    assert script_share(own.replace("{text}", ""), locale.script) > 0.9


@every_locale
def test_every_list_has_entries_and_none_twice(lang: str) -> None:
    for name, forms in _lists(load_locale(lang)):
        assert forms, name
        assert len(set(forms)) == len(forms), name
        assert all(form == form.strip() for form in forms), name


@every_locale
def test_each_number_word_has_one_value(lang: str) -> None:
    number_words = load_locale(lang).number_words
    needed = [*range(21), *range(30, 100, 10), 100, 1000, 10**6, 10**9]
    assert {str(value) for value in needed} <= number_words.keys()
    assert all(str(int(value)) == value for value in number_words)
    forms = [form.casefold() for forms in number_words.values() for form in forms]
    assert len(set(forms)) == len(forms)


@every_locale
def test_months_are_twelve_and_no_form_opens_the_word_of_another_month(lang: str) -> None:
    months = load_locale(lang).months
    assert list(months) == [str(month) for month in range(1, 13)]
    for month, forms in months.items():
        others = [form.casefold() for key in months if key != month for form in months[key]]
        opened = "|".join(regex.escape(form.casefold()) for form in forms)
        # Not counted is what goes on behind a whole word or number: tháng 1, tháng 11.
        opens = regex.compile(rf"(?:{opened})(?![\p{{Nd}} ])")
        assert not [other for other in others if opens.match(other)]


@every_locale
def test_digits_and_marks_are_what_unicode_says(lang: str) -> None:
    locale = load_locale(lang)
    assert [unicodedata.decimal(digit) for digit in locale.digits] == list(range(10))
    assert all(form.endswith((".", "॰")) for form in locale.abbreviations)
    assert all(regex.fullmatch(r"\p{SB=STerm}|\p{SB=ATerm}", sign) for sign in locale.terminators)
    assert all(regex.fullmatch(r"\p{QMark}{2}", pair) for pair in locale.quotes)
    assert len(locale.options) >= 4


@every_locale
def test_label_means_one_thing_in_all_languages(lang: str) -> None:
    labels = load_locale(lang).labels
    kinds = {"question", "answer", "claim", "evidence", "verdict", "score", "thought"}
    assert labels.keys() == kinds
    for key, forms in labels.items():
        assert all(regex.fullmatch(r"[\p{L}\p{M}\u200c\u200d ]+", form) for form in forms)
        others = {
            form.casefold()
            for code in LANGUAGES
            for other, its in load_locale(code).labels.items()
            if other != key
            for form in its
        }
        assert not others & {form.casefold() for form in forms}


@every_locale
def test_yes_no_and_unclear_do_not_overlap_with_english_beside_them(lang: str) -> None:
    both = (load_locale(lang), load_locale("en"))
    kinds = [{form.casefold() for it in both for form in getattr(it, kind)} for kind in VERDICTS]
    assert sum(map(len, kinds)) == len(set[str]().union(*kinds))


@every_locale
def test_the_words_that_prompts_ask_for_are_read_back(lang: str) -> None:
    locale = load_locale(lang)
    assert [parse_verdict(getattr(locale, kind)[0], locale) for kind in VERDICTS] == [*VERDICTS]
    about = fill_frame(locale, "about", locale.endonym)
    pairs = [
        {"question": about, "answer": f"{locale.endonym} 1–2{stop}"} for stop in locale.terminators
    ]
    assert parse_pairs(format_pairs(pairs, locale), locale).pairs == pairs


@every_locale
def test_frames_hold_one_text_and_give_it_back(lang: str) -> None:
    locale = load_locale(lang)
    assert locale.frames.keys() == {"complete", "about"}
    for key, frame in locale.frames.items():
        assert regex.findall(r"\{[^}]*\}?|\}", frame) == ["{text}"]
        assert read_frame(locale, fill_frame(locale, key, "“A: 1”?")) == (key, "“A: 1”?")


def _instructions(prompt: Prompt) -> str:
    """Return a prompt's own words: without tags, inputs and the marks of the reply's format."""
    return regex.sub(r"<[^>]*>|\{\w+\}|[^\p{L}\p{M}\u200c\u200d\s]+", "", prompt.text)


def _lists(locale: Locale) -> list[tuple[str, list[str]]]:
    maps = {"number_words": locale.number_words, "months": locale.months, "labels": locale.labels}
    inside = [(f"{name} {key}", its) for name, map_ in maps.items() for key, its in map_.items()]
    names = (
        "abbreviations terminators quotes yes no unclear options reference_sections back_references"
    )
    return [*inside, *((name, getattr(locale, name)) for name in names.split())]
