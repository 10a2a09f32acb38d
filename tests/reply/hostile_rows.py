"""What hostile replies are made of: units to repeat, and units to repeat between two texts."""

UNITS = [
    "[", "{", "<", "(", "[{", "{[", "[[", "{{", '["', '{"', '{"a', '{"a":', '{"a":1}', "{a:1}", "{a:{",
    '{"question": "a", "answer": "', "{'a': 'b', ", "“", "{“a”：“b”,", "[1]", "]", "}", ">", '"', "'", "`",
    "\\", "\\\n", "\\[END]", "&amp;", "&", "<![CDATA[", "<!--", "<question>", "</question>", "<answer>",
    "<q>", "<question id=", "<question\n", "[QUESTION]", "[QUESTION] a [END] ", "[END]", "【问题】",
    "Q: ", "Q:\n", "A:\n", "Q: a\nA: b\n", "Q. ", "Q\t", "Q \n", "Question", "question ", "Question\n",
    "ಪ್ರಶ್ನೆ: ", "**Q:** ", "> Q: a\n", "Q1: a\nQ2: b\n", "Q: a\n---\n", "question\n---\n", "A) x\n",
    "|", "|\n", "| a |\n", "|-|\n", "a,b\n", ",", "\t\n", ";\n", '","', "\n", "\n\n", " ", "\t", " \n", "\r",
    "\u2028", "\u200b", "\ufeff", "\u00a0", "```", "```\n", "x: ```\n", "~~~\n", "---\n", "- - ", "- a:\n",
    "- question: a\n", "- question: a\n  answer: b\n", "1. ", "1.\n", "1. a?\n", "1. a? b\n", "(1)", "# ?",
    "**", "**\n", "*", "_", "#", "# \n", "> ", "?", ":", "a: ", "1", "a\n\n", "<think>", "</think>",
    "`</think>`", "\n<think>\n</think>", "[THINK]", "<|channel|>", "<|start|>", "<|", "</co: 0",
    "<|inner_prefix|>\n", "analysis", "assistantfinal", "Verdict: ", "Score: ", "yes ", "yes/", "no\n",
    "Claim: a\n", "Claim: a\nVerdict: yes\n", "Score: 1 ", "score ", "1/", "1.",
]  # fmt: skip
AROUND = [
    ("Q: a\nA: ", " ", "x"),
    ("Question: a", " ", ": b\nAnswer: c"),
    ("Question", " ", ": b\nAnswer: c"),
    ('{"question": "a"', " ", ',"answer":"b"}'),
    ('{"question": "a', "\n", '","answer":"b"}'),
    ('{"question": "', '\\"', '","answer":"b"}'),
    ("|a|", "-", "|"),
    ("<question", " ", ">a</question><answer>b</answer>"),
    ("Q: a\nA: ", "\\", "\n"),
    ("", "*", "Q: a\nA: b"),
    ("Q: a\nA: b\n", "_", "\n"),
    ("Q: a\nA: ", "ಕ", "\nQ: c"),
    ("Score: ", "9", ""),
    ("Score ", "(", "1"),
    ("yes", " ", "no"),
]
