"""Protected spans: what is kept as it is, what only looks like it, and blocks."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkt.text import split_sentences
from mlkt.translate.around.spans import (
    find_protected,
    split_around,
    without_protected,
)
from mlkt.translate.fields import cut_passage, join_passage

KEEP = ("Google", "Hugging Face", "C++", "ಯಕ್ಷಗಾನ", "京都", "Nàìjíríà")


def found(text: str) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for start, end, kind in find_protected(text):
        kinds.setdefault(kind, []).append(text[start:end])
    return kinds


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        # addresses, and the letters of other scripts that run into them
        ("ನೋಡಿ: https://a.org/b?c=1&d={id}.", {"url": ["https://a.org/b?c=1&d={id}"]}),
        ("https://a.orgನಲ್ಲಿ ಮತ್ತು a.b@c.comಗೆ", {"url": ["https://a.org"], "email": ["a.b@c.com"]}),
        ("请访问https://example.com查看，", {"url": ["https://example.com"]}),
        ("連絡はinfo@a.co.jpまで。", {"email": ["info@a.co.jp"]}),
        ("(www.a.org/wiki/ಮೈಸೂರು_(ನಗರ)).", {"url": ["www.a.org/wiki/ಮೈಸೂರು_(ನಗರ)"]}),
        ("https://ಉದಾಹರಣೆ.ಭಾರತ/ಪುಟ।", {"url": ["https://ಉದಾಹರಣೆ.ಭಾರತ/ಪುಟ"]}),
        ("زوروا https://a.org/b؟", {"url": ["https://a.org/b"]}),
        ("**https://a.org/b**, “ftp://c.d”", {"url": ["https://a.org/b", "ftp://c.d"]}),
        ("Tẹ mailto:a@b.ng", {"url": ["mailto:a@b.ng"]}),
        ("kar.nic.in/ಪುಟ, git://a.b", {"url": ["kar.nic.in/ಪುಟ", "git://a.b"]}),
        ("awww.a and @name and a@b, and/or 1.50/2.50", {}),
        # code
        ('ใช้ `x = "a"` หรือ ``a`b``', {"code": ['`x = "a"`', "``a`b``"]}),
        ("使用`len`函数 <code>a < b</code>", {"code": ["`len`", "<code>a < b</code>"]}),
        ("Hawai`i and Kaua`i", {}),
        ("a\n~~~\n$x$\n~~~~\nb", {"code": ["~~~\n$x$\n~~~~"]}),
        ("```py\nprint(1)", {"code": ["```py\nprint(1)"]}),
        # formulas and money
        (r"ಸೂತ್ರ $E=mc^2$, \(a\), $$b$$.", {"formula": ["$E=mc^2$", "\\(a\\)", "$$b$$"]}),
        ("其中$x$是", {"formula": ["$x$"]}),
        (
            r"\begin{align}a&=b\\\end{align} \[c\]",
            {"formula": ["\\begin{align}a&=b\\\\\\end{align}", "\\[c\\]"]},
        ),
        ("<math>x</math>", {"formula": ["<math>x</math>"]}),
        ("$5 and $6, $5-$6, US$5 or HK$6, $ x $", {}),
        ("pays $5 for tea, or 6$ more", {}),
        # citations
        ("ನಗರ.[1][೨] ಮತ್ತು [a]", {"citation": ["[1][೨]", "[a]"]}),
        (
            "x [12, 13] y [1–3] z [ಸೂ 4] w [^n1] v [@rao1999]",
            {"citation": ["[12, 13]", "[1–3]", "[ಸೂ 4]", "[^n1]", "[@rao1999]"]},
        ),
        (r"मैसूर【3】\cite[p. 2]{rao}", {"citation": ["【3】", "\\cite[p. 2]{rao}"]}),
        (
            'a<ref name="b">c</ref><ref name="b"/>',
            {"citation": ['<ref name="b">c</ref>', '<ref name="b"/>']},
        ),
        ("[see below], [sic!], [t]he, [य]ह, [कि]", {}),
        # placeholders
        (
            "ನಮಸ್ಕಾರ {name}, {0}, {{ user.id }}, ${x}",
            {"placeholder": ["{name}", "{0}", "{{ user.id }}", "${x}"]},
        ),
        (
            "%sಗೆ %d, %(n)s, %1$s, %.2f ____",
            {"placeholder": ["%s", "%d", "%(n)s", "%1$s", "%.2f", "____"]},
        ),
        ("__NAME__ %NAME% [[0]]", {"placeholder": ["__NAME__", "%NAME%", "[[0]]"]}),
        ("50% of 20%, 5%d, {1, 2}, %say", {}),
        # markup
        (
            '<b>ಮೈಸೂರು</b><br/>&nbsp;<x1/><a href="b">',
            {"markup": ["<b>", "</b>", "<br/>", "&nbsp;", "<x1/>", '<a href="b">']},
        ),
        (
            '[ಮೈಸೂರು](https://a.b/c_(d)) ![x](i.png "t")',
            {"markup": ["[", "](https://a.b/c_(d))", "![", '](i.png "t")']},
        ),
        ("[[Mysuru|ಮೈಸೂರು]] [[ಹಂಪಿ]]", {"markup": ["[[Mysuru|", "]]", "[[", "]]"]}),
        ("{{lang|kn|{{x}}|y}} <!-- no -->", {"markup": ["{{lang|kn|{{x}}|y}}", "<!-- no -->"]}),
        ("[1](#c) [x] (y)", {"markup": ["[", "](#c)"], "citation": ["[x]"]}),
        ("a < b and c > d, <b and c>, R&D; x < 5, it&#39;s", {}),
        # the first one wins
        ("`https://a.b`", {"code": ["`https://a.b`"]}),
        ('<a href="https://a.b">', {"markup": ['<a href="https://a.b">']}),
        ("", {}),
    ],
)
def test_what_is_kept_as_it_is(text: str, spans: dict[str, list[str]]) -> None:
    assert found(text) == spans


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Googleನಲ್ಲಿ, 我用Google搜索, Googler, google", ["Google", "Google"]),
        ("Hugging Face and Hugging", ["Hugging Face"]),
        ("C++, C+", ["C++"]),
        ("ಯಕ್ಷಗಾನ; ಯಕ್ಷಗಾನದ; ಯಕ್ಷಗಾನ\u200cಗಳು", ["ಯಕ್ಷಗಾನ"]),
        ("在京都府", ["京都"]),
        ("Nàìjíríà, Nàìjíríà\u0301", ["Nàìjíríà"]),
        ("https://Google.com", []),
    ],
)
def test_do_not_translate_terms_are_whole_words(text: str, kept: list[str]) -> None:
    spans = find_protected(text, keep=("", *KEEP))
    assert [text[s.start : s.end] for s in spans if s.kind == "keep"] == kept


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("೨೦ °C ಮತ್ತು 5 km/h", ["೨೦ °C", "5 km/h"]),
        ("₹500, $1,200.50 bn, ۵%", ["₹500", "$1,200.50 bn", "۵%"]),
        ("5 kmph, 1.5 GBP, 20 people, 1956", []),
    ],
)
def test_quantities_are_kept_where_it_is_asked_for(text: str, quantities: list[str]) -> None:
    spans = find_protected(text, quantities=True)
    assert [text[s.start : s.end] for s in spans if s.kind == "quantity"] == quantities
    assert "quantity" not in {s.kind for s in find_protected(text)}


PIECES = st.sampled_from(
    [
        "ಮೈಸೂರು ", "नगर।", "城市", "`", "``", "$", "$$", "\\(", "\\)", "[", "]", "[1]", "(", ")",
        "{", "}", "{{", "}}", "<", ">", "</b>", "<b>", "https://a.b", "a@b.c", "%s", "__", "&lt;",
        "\n", "```\n", "|", " ", "1", "x", "\\begin{a}", "\\end{a}", "Google", "\u200d", "🙂",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
def test_spans_stand_in_order_apart_and_not_empty(text: str) -> None:
    spans = find_protected(text, keep=KEEP, quantities=True)
    edges = [edge for span in spans for edge in span[:2]]
    assert edges == sorted(edges) and all(span.start < span.end for span in spans)
    kept = "".join(text[span.start : span.end] for span in spans)
    assert sorted(without_protected(text, spans) + kept) == sorted(text + " " * len(spans))


@given(TEXTS)
def test_parts_tile_the_text(text: str) -> None:
    parts = split_around(text)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(part.start < part.end for part in parts)


DOCUMENT = """ಮೈಸೂರು ಒಂದು ನಗರ. ಅದು $x$ ಮತ್ತು `y` ಇದೆ.

```py
print("ನಗರ. ಊರು.")
```

| ನಗರ | ಜನಸಂಖ್ಯೆ |
|:----|---:|
| ಮೈಸೂರು ನಗರ | ೧೦,೦೦೦ |
| a \\| b |  |

$$
E = mc^2
$$
ಕೊನೆಯ $$z$$ ವಾಕ್ಯ | ಅದು |
{| class="wikitable"
| a || b
|}
<pre>
x. y.
</pre>"""


def test_a_document_is_cut_around_its_blocks() -> None:
    parts = [(DOCUMENT[start:end], kind) for start, end, kind in split_around(DOCUMENT)]
    assert [text.strip() for text, kind in parts if not kind and text.strip()] == [
        "ಮೈಸೂರು ಒಂದು ನಗರ. ಅದು $x$ ಮತ್ತು `y` ಇದೆ.",
        "ನಗರ",
        "ಜನಸಂಖ್ಯೆ",
        "ಮೈಸೂರು ನಗರ",
        "೧೦,೦೦೦",
        "a \\| b",
        "ಕೊನೆಯ $$z$$ ವಾಕ್ಯ | ಅದು |",
    ]
    assert [text for text, kind in parts if kind == "code"] == [
        '```py\nprint("ನಗರ. ಊರು.")\n```',
        "<pre>\nx. y.\n</pre>",
    ]
    assert [text for text, kind in parts if kind == "formula"] == ["$$\nE = mc^2\n$$"]
    tables = [text for text, kind in parts if kind == "table"]
    assert tables[:4] == ["| ", " | ", " |\n", "|:----|---:|\n"]
    assert tables[-1] == '{| class="wikitable"\n| a || b\n|}'


def test_blocks_come_through_when_sentences_are_looked_for_around_them() -> None:
    text = DOCUMENT.partition("{|")[0]
    spans = [
        (part.start + start, part.start + len(text[part.start : part.start + end].rstrip()))
        for part in split_around(text)
        if not part.kind
        for start, end in split_sentences(text[part.start : part.end], "kn")
        if text[part.start + start : part.start + end].strip()
    ]
    sentences = [
        {"id": f"s{number}", "start": start + len(line) - len(line.lstrip()), "end": end}
        for number, (start, end) in enumerate(spans, 1)
        for line in [text[start:end]]
    ]
    row = {"text": text, "lang": "kn", "outline": [], "sentences": sentences}
    upper = [
        replace(
            paragraph,
            segments=[{**s, "target": s["target"] or s["id"].upper()} for s in paragraph.segments],
        )
        for paragraph in cut_passage(row, "en")
    ]
    assert join_passage(row, upper, "en")["text"] == (
        'S1 S2\n\n```py\nprint("ನಗರ. ಊರು.")\n```\n\n| S3 | S4 |\n|:----|---:|\n| S5 | 10,000 |\n'
        "| S7 |  |\n\n$$\nE = mc^2\n$$\nS8 S9\n"
    )


@pytest.mark.parametrize("text", ["", "ಮೈಸೂರು | ನಗರ", "ಅವರು ಬಂದರು | ಹೋದರು |", "| ಒಂದೇ"])
def test_a_bar_typed_for_a_danda_is_no_table(text: str) -> None:
    assert {part.kind for part in split_around(text)} <= {""}


@pytest.mark.parametrize(
    "piece",
    ["[", "$", "`", "<ref ", "\\(", "{{", "[a](", "\\begin{a}", "www.a ", "<a b=c ", "[[a|", "a@",
     "```\n", "<!--", "~~~~ ", "http://(", "|", "| a ", "$$", "{|\n", "<pre>", "&a", "\\[", "_"],
)  # fmt: skip
def test_hostile_text_takes_no_quadratic_time(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    started = time.perf_counter()
    find_protected(text, keep=KEEP, quantities=True)
    split_around(text)
    assert time.perf_counter() - started < 3
