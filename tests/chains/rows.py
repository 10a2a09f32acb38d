"""Rows for the tests of chains: a passage with its sentences, as the sources room makes them."""

from mlkt.rows import Row, Sentence, content_id

KANNADA = ["ಮೈಸೂರು ಒಂದು ನಗರ.", "ಅರಮನೆ ೧೯೧೨ರಲ್ಲಿ ಪೂರ್ಣಗೊಂಡಿತು."]
ENGLISH = ["Mysuru is a city in Karnataka.", "The palace was completed in 1912."]


def passage(sentences: list[str], lang: str, *, title: str = "Mysuru") -> Row:
    """Return the row of a passage that holds these sentences, one blank between them."""
    text = ""
    spans: list[Sentence] = []
    for number, sentence in enumerate(sentences, start=1):
        text += " " if text else ""
        spans.append({"id": f"s{number}", "start": len(text), "end": len(text) + len(sentence)})
        text += sentence
    return {
        "id": content_id(lang, text),
        "document_id": content_id(text),
        "lang": lang,
        "outline": [title],
        "text": text,
        "origin": {"start": 0, "end": len(text), "title": title},
        "sentences": spans,
    }


def translated(row: Row, targets: list[str], lang: str = "en") -> Row:
    """Return the row with a translation whose sentences stand for the row's, one for one."""
    other = passage(targets, lang)
    sentences = [
        {"ids": [f"s{number}"], "start": span["start"], "end": span["end"]}
        for number, span in enumerate(other["sentences"], start=1)
    ]
    return row | {
        "translation": {
            "lang": lang,
            "text": other["text"],
            "outline": [other["outline"][0]],
            "sentences": sentences,
            "segments": [],
            "status": "ok",
        }
    }
