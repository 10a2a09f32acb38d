from mlkt.translate.terms.term_forms import term_pattern, term_stem


def test_forms_of_a_term_begin_with_its_stem() -> None:
    for term, lang, form in [
        ("ಮೈಸೂರು", "kn", "ಮೈಸೂರಿನ"),
        ("city", "en", "cities"),
        ("المدينة", "ar", "مدينتها"),
    ]:
        assert form.startswith(term_stem(term, lang))
        assert term_pattern(term, lang).fullmatch(form)
