"""The extractive teacher: a chat model without a neural network, for this toolkit's own prompts.

It quotes: every summary, question, answer and piece of evidence is text of the document, word for
word, around the fixed words that stand in the locale. So it needs no download and no key, gives the
same bytes for the same prompt, works in any language that has a locale, and knows nothing. What it
makes is real data to run every stage with, not data to train a good model on.

    document:  The city of Mysuru has 65 wards.
    task qa:   Question: Complete the sentence from the text: The city of Mysuru has ____ wards.
               Answer: 65

Files: `document` cuts a prompt's document into sentences, headings and list items, `values` finds
what a blank can stand on, `ranking` the sentences that matter, `summaries` and `questions` pick,
`support` and `judging` judge, `replies` writes each task's reply, `teacher` is the chat model.
"""

from mlkt.models.extractive.teacher import ExtractiveTeacher

__all__ = ["ExtractiveTeacher"]
