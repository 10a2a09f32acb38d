"""Pending segments for tests of engines."""

from mlkt.rows import Segment

SOURCE = "ನಗರದಲ್ಲಿ ೬೫ ವಾರ್ಡ್‌ಗಳಿವೆ."


def segment(id: str = "s1", source: str = SOURCE) -> Segment:
    """Return one pending segment from Kannada into English that covers the sentence `id`."""
    return {**pending(source)[0], "id": id, "sentence_ids": [id]}


def pending(*sources: str, lang: str = "kn", to: str = "en", covers: bool = True) -> list[Segment]:
    """Return a segment for each source, `s1` on; with `covers` off they stand for no sentence."""
    return [
        {
            "id": f"s{number}",
            "sentence_ids": [f"s{number}"] if covers else [],
            "source": source,
            "source_lang": lang,
            "target_lang": to,
            "target": None,
            "engine": "",
            "problems": [],
        }
        for number, source in enumerate(sources, 1)
    ]
