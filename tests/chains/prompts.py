"""Prompts as users write them: of a task of their own, or of a view."""

TASK = """---
inputs: [language, outline, document]
---
<outline>
{outline}
</outline>

<document>
{document}
</document>

Write a timeline in {language}.
"""
LETTER = """---
inputs: [document]
---
<document>
{document}
</document>

Write a letter.
"""
