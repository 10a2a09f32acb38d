"""Tell a question by its mark, in any script: `Where?`, `أين؟`, `哪里？`, `ወዴት፧`."""

import regex

# The question marks of Unicode, but for the Greek one, which is also a semicolon.
QUESTION_MARK = "[?？؟⸮՞፧꘏⁇⁈⁉]"
_ENDS = regex.compile(rf"{QUESTION_MARK}\W*$")
_LONGEST_END = 12  # characters behind the mark that are looked at: quotes, brackets, emphasis


def is_question(text: str) -> bool:
    """Return whether a text ends with a question mark."""
    return bool(_ENDS.search(text[-_LONGEST_END:]))
