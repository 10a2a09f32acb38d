"""Damage good translations on purpose, one fault at a time, to see which of them the gate finds.

DAMAGES["changed number"](pair, others, random) -> Pair("It has 65 wards.", "… ೬೭ ವಾರ್ಡ್‌ಗಳಿವೆ.")

Each returns the damaged pair, or None where the pair has nothing to damage in this way. `others`
are the texts of the same line in other languages; what is drawn comes from `random` alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import regex

from mlkt.text import expected_script, find_numbers, script_share


@dataclass(frozen=True, slots=True)
class Pair:
    """A text with its translation."""

    source: str
    target: str
    source_lang: str
    target_lang: str


Damage = Callable[[Pair, list[str], Random], Pair | None]

_NUMBER = regex.compile(r"(?<![\p{L}\p{M}\p{N}.,٫٬:/-])\p{Nd}+(?:[.,٫٬]\p{Nd}+)*")
_ADDRESSES = (
    "https://{}.example.org/{}/{}?id={}",
    "www.{}.example.com/{}/{}-{}",
    "{}.{}@{}{}.example.net",
)
_PLACEHOLDERS = ("{{{}}}", "%({})s", "<{}/>", "{{{{{}}}}}", "${{{}}}", "<{}1>")
_WORDS = ("river", "market", "count", "city", "name", "total", "north", "page")
# What chat models put around a translation: before it, and after it.
_BEFORE = {
    "en": ("Here is the translation:\n\n", "Sure! Here's the translated text: ", "Translation: "),
    "kn": ("ಅನುವಾದ: ", "ಇಲ್ಲಿದೆ ಅನುವಾದ:\n", "ಕನ್ನಡ ಅನುವಾದ ಹೀಗಿದೆ: "),
    "hi": ("अनुवाद: ", "यहाँ अनुवाद है:\n", "हिंदी अनुवाद इस प्रकार है: "),
    "sw": ("Tafsiri: ", "Hii hapa tafsiri:\n", "Haya ndiyo maandishi yaliyotafsiriwa: "),
    "ar": ("الترجمة: ", "إليك الترجمة:\n", "بالتأكيد! إليك النص المترجم: "),
}
_AFTER = {
    "en": (
        "\n\nNote: I kept the names as they are.",
        " (Note: the tone is formal.)",
        "\n\nLet me know if you need anything else!",
    ),
    "kn": ("\n\nಸೂಚನೆ: ಹೆಸರುಗಳನ್ನು ಹಾಗೆಯೇ ಇಡಲಾಗಿದೆ.", " (ಟಿಪ್ಪಣಿ: ಇದು ಔಪಚಾರಿಕ ಅನುವಾದ.)"),
    "hi": ("\n\nनोट: नाम वैसे ही रखे गए हैं।", " (टिप्पणी: यह औपचारिक अनुवाद है।)"),
    "sw": ("\n\nKumbuka: majina yameachwa kama yalivyo.", " (Maelezo: tafsiri hii ni rasmi.)"),
    "ar": ("\n\nملاحظة: تركت الأسماء كما هي.", " (ملاحظة: هذه ترجمة رسمية.)"),
}


def loop(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Repeat a stretch of one to eight words, at the end or inside, four to twelve times."""
    words = pair.target.split()
    length = random.randint(1, min(8, len(words)))
    end = random.choice([len(words), random.randint(length, len(words))])
    again = words[end - length : end] * random.randint(4, 12)
    return _with(pair, " ".join([*words[:end], *again, *words[end:]]))


def untranslated(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Put the source in the place of the translation, if it is longer than a name."""
    if sum(sign.isalpha() for sign in pair.source) < 25:
        return None
    script = expected_script(pair.source_lang) or ""
    return _with(pair, pair.source) if script_share(pair.source, script) > 0.5 else None


def other_language(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Put the same line in a third language in its place."""
    return _with(pair, random.choice(others)) if others else None


def chatter(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Add a preamble or a note, in English or in the target's language."""
    lang = random.choice(["en", pair.target_lang])
    before, after = random.choice(_BEFORE[lang]), random.choice(_AFTER[lang])
    where = random.randint(0, 2)
    return _with(pair, (before if where != 1 else "") + pair.target + (after if where else ""))


def broken_url(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Put an address into both texts, and lose, change or blank one of its characters."""
    drawn = random.choices(_WORDS, k=3)
    address = random.choice(_ADDRESSES).format(*drawn, random.randint(10, 99))
    place = random.randrange(len(address))
    broken = address[:place] + random.choice(["", "q", " "]) + address[place + 1 :]
    return _inserted(
        pair, address, random.choice([broken, "", address[: len(address) // 2]]), random
    )


def broken_placeholder(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Put a placeholder into both texts, and translate, open or lose it."""
    name = random.choice(_WORDS)
    mark = random.choice(_PLACEHOLDERS).format(name)
    broken = random.choice([mark.replace(name, name[:-1]), mark[1:], mark[:-1], "", name])
    return _inserted(pair, mark, broken, random)


def dropped_number(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Drop a number that both texts write in digits."""
    found = _shared_number(pair, random)
    if found is None:
        return None
    return _with(pair, pair.target[: found[0]] + pair.target[found[1] :])


def changed_number(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Change a digit of a number that both texts write in digits."""
    found = _shared_number(pair, random)
    if found is None:
        return None
    places = [place for place in range(*found) if pair.target[place].isdecimal()]
    place = random.choice(places)
    zero = ord(pair.target[place]) - int(pair.target[place])
    digits = [chr(zero + value) for value in range(10) if value or place > places[0]]
    digit = random.choice([digit for digit in digits if digit != pair.target[place]])
    return _with(pair, pair.target[:place] + digit + pair.target[place + 1 :])


def changed_digit_among_several(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Change a number of one digit in a text that holds several numbers."""
    found = [span for span in _shared_numbers(pair) if span[1] - span[0] == 1]
    if not found or len(_NUMBER.findall(pair.target)) < 2:
        return None
    place = random.choice(found)[0]
    zero = ord(pair.target[place]) - int(pair.target[place])
    digit = random.choice(
        [chr(zero + n) for n in range(1, 10) if chr(zero + n) != pair.target[place]]
    )
    return _with(pair, pair.target[:place] + digit + pair.target[place + 1 :])


def half_dropped(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Keep the first half of the words."""
    words = pair.target.split()
    if len(pair.source) < 20 or len(words) < 4:
        return None
    return _with(pair, " ".join(words[: len(words) // 2]))


def half_dropped_and_closed(pair: Pair, others: list[str], random: Random) -> Pair | None:
    """Keep the first half of the words, and the last mark behind them."""
    half = half_dropped(pair, others, random)
    if half is None or pair.target[-1].isalnum():
        return None
    return _with(pair, half.target.rstrip(".,;:،") + pair.target[-1])


DAMAGES: dict[str, Damage] = {
    "loop": loop,
    "left untranslated": untranslated,
    "other language": other_language,
    "added chatter": chatter,
    "broken URL": broken_url,
    "broken placeholder": broken_placeholder,
    "dropped number": dropped_number,
    "changed number": changed_number,
    "changed digit among several": changed_digit_among_several,
    "half dropped": half_dropped,
    "half dropped, full stop kept": half_dropped_and_closed,
}


def _with(pair: Pair, target: str) -> Pair:
    return replace(pair, target=target)


def _inserted(pair: Pair, whole: str, broken: str, random: Random) -> Pair:
    texts: list[str] = []
    for text, piece in ((pair.source, whole), (pair.target, broken)):
        words = text.split()
        words.insert(random.randint(0, len(words)), piece)
        texts.append(" ".join(words))
    return replace(pair, source=texts[0], target=texts[1])


def _shared_number(pair: Pair, random: Random) -> tuple[int, int] | None:
    found = _shared_numbers(pair)
    return random.choice(found) if found else None


def _shared_numbers(pair: Pair) -> list[tuple[int, int]]:
    """Return where the target holds numbers in digits that the source writes in digits too."""
    values = {
        number.value for number in find_numbers(pair.source, pair.source_lang) if number.digits
    }
    values |= {number.value for number in find_numbers(pair.source, "und")}
    spans = [match.span() for match in _NUMBER.finditer(pair.target)]
    return [
        (start, end)
        for start, end in spans
        if any(
            number.value in values
            for number in find_numbers(pair.target[start:end], pair.target_lang)
        )
    ]
