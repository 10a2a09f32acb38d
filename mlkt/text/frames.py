"""Question frames: the fixed words of a question around text that is quoted word for word.

A frame stands in every locale under the same key (`complete`, `about`), so that a question built
from it can be carried into another language by its key.

    Complete the sentence from the text: The city has ____ wards.
    ಪಠ್ಯದ ಈ ವಾಕ್ಯವನ್ನು ಪೂರ್ಣಗೊಳಿಸಿ: ನಗರದಲ್ಲಿ ____ ವಾರ್ಡ್‌ಗಳಿವೆ.
"""

from mlkt.packs import Locale

BLANK = "____"


def fill_frame(locale: Locale, key: str, text: str) -> str:
    """Return the question of frame `key` around `text`, in the locale's language."""
    return locale.frames[key].replace("{text}", text)


def read_frame(locale: Locale, question: str) -> tuple[str, str] | None:
    """Return the frame's key and the text inside it, or None for a question of another form."""
    for key, frame in locale.frames.items():
        before, after = frame.split("{text}")
        inside = question[len(before) : len(question) - len(after)]
        if inside and question == before + inside + after:
            return key, inside
    return None
