"""Shapes of replies with reasoning: where the shape was seen, the profile, the text, what it holds.

Texts are written for this table; `seen` names the parser, test, issue or card that shows the shape.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """`cut_off` is the last column; `reason` and `server` are what a server sends beside the text."""

    seen: str
    profile: str
    text: str
    answer: str
    reasoning: str
    cut_off: bool = False
    reason: str | None = None
    server: str | None = None


_CALL = '<tool_call>\n{"name": "find", "arguments": {"q": "ಕಾವೇರಿ"}}\n</tool_call>'
_SECTION = "<|tool_calls_section_begin|><|tool_call_begin|>functions.find:0"
_ANALYSIS = "<|channel|>analysis<|message|>"
_FINAL = "<|start|>assistant<|channel|>final<|message|>"

# Families that write the start themselves, or leave it to the prompt only sometimes.
_HYBRID = (
    "qwen3",
    "nemotron",
    "glm-4.5",
    "phi-4",
    "olmo-3",
    "exaone-4",
    "deepseek-v3.1",
    "llama-cpp",
)
# Families whose prompt ends inside the block.
_OPENED = (
    "deepseek-r1",
    "qwq",
    "qwen3-thinking",
    "nemotron-3",
    "granite-4",
    "ernie",
    "kimi-k2",
    "openpangu",
)

ROWS: list[Row] = [
    *(
        row
        for family in (*_HYBRID, *_OPENED, "minimax-m2", "hyperclova-x")
        for row in (
            Row("vLLM test: reasoning with both tags", family, "<think>ನದಿ ಯಾವುದು?</think>ಕಾವೇರಿ.", "ಕಾವೇರಿ.", "ನದಿ ಯಾವುದು?"),
            Row("vLLM #13125: no opening tag", family, "पहले गिनूँ।</think>तीन हैं।", "तीन हैं।", "पहले गिनूँ।"),
            Row("vLLM test: only reasoning, closed", family, "<think>Hesabu kwanza.</think>", "", "Hesabu kwanza."),
            Row("vLLM test: cut off in the block", family, "<think>Tunahesabu mia", "", "Tunahesabu mia", True),
            Row("vLLM test: empty block", family, "<think></think>Три.", "Три.", ""),
            Row("SGLang: repeated leading start", family, "<think><think>数える</think>三つ。", "三つ。", "数える"),
        )
    ),
    *(
        row
        for family in _HYBRID
        for row in (
            Row("SGLang test: answer without a block", family, "நதி காவேரி.", "நதி காவேரி.", ""),
            Row("vLLM nested start", family, "<think>a <think> b</think>c", "c", "a <think> b"),
        )
    ),
    *(
        row
        for family in (*_OPENED, "minimax-m2")
        for row in (
            Row("vLLM test: untagged text is reasoning", family, "Ninahesabu moja", "", "Ninahesabu moja", True),
            Row("vLLM test: the end comes first", family, "</think>Tatu.", "Tatu.", ""),
        )
    ),
    # White space
    Row("vLLM test: newline before the start", "deepseek-r1", "\n<think>r</think>\na", "\na", "r"),
    Row("SGLang test: white space is kept", "qwen3", "<think>\n r \n</think>\n\n a \n", "\n\n a \n", "\n r \n"),
    Row("vLLM test: olmo keeps newlines", "olmo-3", "<think>\nlook\n\n</think>\n\n\nrest", "\n\n\nrest", "\nlook\n\n"),
    Row("vLLM test: olmo, newline in an empty block", "olmo-3", "<think>\n</think>\n\nhead", "\n\nhead", "\n"),
    Row("vLLM test: granite 4 strips the answer's newlines", "granite-4", "<think>r</think>\n\n\nHujambo", "Hujambo", "r"),
    Row("vLLM test: granite 4, newlines only", "granite-4", "<think>r</think>\n\n", "", "r"),
    Row("vLLM test: hyperclova strips newlines", "hyperclova-x", "생각</think>\n\n답", "답", "생각"),
    Row("authored: byte order mark before the start", "qwen3", "\ufeff<think>r</think>a", "a", "r"),
    Row("authored: white space alone is the answer", "qwen3", " \n ", " \n ", ""),
    Row("authored: white space alone, prompt opened", "deepseek-r1", " \n ", "", " \n "),
    Row("vLLM test: empty reply", "deepseek-r1", "", "", ""),
    Row("vLLM test: empty reply", "auto", "", "", ""),
    Row("authored: starts with a newline between", "qwen3", "<think>\n<think>\nr</think>a", "a", "\nr"),
    # First end wins, later ones stay
    Row("vLLM base test: second end stays", "qwen3", "<think>r</think>a</think>b", "a</think>b", "r"),
    Row("vLLM hyperclova test: second end stays", "hyperclova-x", "r</think>a</think>b", "a</think>b", "r"),
    Row("vLLM minimax test: second end goes", "minimax-m2", "r</think>a</think>b", "ab", "r"),
    Row("vLLM base test: only the first block counts", "qwen3", "<think>r</think>a<think>s</think>b", "a<think>s</think>b", "r"),
    Row("vLLM malformed tokens", "deepseek-r1", "<thinks>r</thinks>a", "", "<thinks>r</thinks>a", True),
    Row("vLLM malformed tokens", "qwen3", "<thinks>r</thinks>a", "<thinks>r</thinks>a", ""),
    Row("SGLang stream test: a start that is none", "qwen3", "<th is no tag", "<th is no tag", ""),
    Row("SGLang stream test: an end that is none", "qwen3", "<think>a </th b</think>c", "c", "a </th b"),
    # Quoted tags
    Row("authored: tags in inline code", "qwen3", "Set `<think>` and `</think>` off.", "Set `<think>` and `</think>` off.", ""),
    Row("authored: tags in prose", "qwen3", "Both <think> and </think> are tags.", "Both <think> and </think> are tags.", ""),
    Row("authored: tags in quotation marks", "qwen3", 'An end is "</think>" here.', 'An end is "</think>" here.', ""),
    Row("authored: tags in fenced code", "qwen3", "So:\n```\n<think>\nr\n</think>\n```\nDone", "So:\n```\n<think>\nr\n</think>\n```\nDone", ""),
    Row("authored: tags in a tilde fence", "qwen3", "~~~\n</think>\n~~~\nend", "~~~\n</think>\n~~~\nend", ""),
    Row("authored: end quoted inside the reasoning", "deepseek-r1", "I close with `</think>` soon.</think>Ja.", "Ja.", "I close with `</think>` soon."),
    Row("authored: tags quoted in the answer", "qwen3", "<think>r</think>Write `<think>` first.", "Write `<think>` first.", "r"),
    Row("vLLM minimax test: code before the end", "minimax-m2", "```py\nx\n```</think>Code.", "Code.", "```py\nx\n```"),
    Row("authored: fence behind the end", "qwen3", "<think>r</think>```js\nx\n```", "```js\nx\n```", "r"),
    Row("authored: text before a block", "qwen3", "Sawa.\n<think>r</think>\na", "Sawa.\n\na", "r"),
    # Tools end the reasoning
    Row("vLLM test: tool call without an end", "qwen3", "<think>find it\n\n" + _CALL, _CALL, "find it\n\n"),
    Row("vLLM test: tool call, prompt opened", "qwen3-thinking", "find it\n\n" + _CALL, _CALL, "find it\n\n"),
    Row("SGLang glm: tool call ends it", "glm-4.5", "<think>find" + _CALL, _CALL, "find"),
    Row("SGLang nemotron 3: tool call ends it", "nemotron-3", "find" + _CALL, _CALL, "find"),
    Row("vLLM kimi test: tool section ends it", "kimi-k2", "find" + _SECTION, _SECTION, "find"),
    Row("SGLang hunyuan: tool calls end it", "hunyuan", "<think>\nfind<tool_calls>x", "<tool_calls>x", "find"),
    Row("vLLM gemma test: a tool call alone", "gemma", "<|tool_call>x", "<|tool_call>x", ""),
    Row("vLLM cohere test: action instead of text", "command-a", "find<|END_THINKING|><|START_ACTION|>[]<|END_ACTION|>", "<|START_ACTION|>[]<|END_ACTION|>", "find"),
    Row("SGLang cohere: action without an end", "command-a", "find<|START_ACTION|>[]", "<|START_ACTION|>[]", "find"),
    Row("authored: a tool's tag quoted", "qwen3-thinking", "call `<tool_call>` later</think>a", "a", "call `<tool_call>` later"),
    # Families with markers of their own
    Row("vLLM mistral test", "magistral", "[THINK]On compte.[/THINK]Trois.", "Trois.", "On compte."),
    Row("vLLM mistral test: no start", "magistral", "On compte.[/THINK]Trois.", "Trois.", "On compte."),
    Row("vLLM mistral test: cut off", "magistral", "[THINK]On compte", "", "On compte", True),
    Row("SGLang mistral: effort none", "magistral", "Trois.", "Trois.", ""),
    Row("vLLM mistral test: newline before", "magistral", "\n[THINK]r[/THINK]\na", "\na", "r"),
    Row("vLLM granite test", "granite-3", "Here is my thought process:rHere is my response:a", "a", "r"),
    Row("vLLM granite test: contracted", "granite-3", "Here's my thought process: r Here's my response: a", " a", " r "),
    Row("vLLM granite test: mixed", "granite-3", "Here's my thought process:rHere is my response:a", "a", "r"),
    Row("vLLM granite test: a start that breaks off", "granite-3", "Here is my thought on it.", "Here is my thought on it.", ""),
    Row("vLLM granite test: a response that breaks off", "granite-3", "Here is my thought process:r Here is my own.Here is my response:a", "a", "r Here is my own."),
    Row("vLLM granite stream test: cut off", "granite-3", "Here is my thought process: r", "", " r", True),
    Row("authored: granite, response words alone", "granite-3", "Here is my response: a", "Here is my response: a", ""),
    Row("vLLM seed test", "seed-oss", "<seed:think>r</seed:think>a", "a", "r"),
    Row("vLLM seed test: no start", "seed-oss", "r</seed:think>a", "a", "r"),
    Row("vLLM seed test: untagged", "seed-oss", "r only", "", "r only", True),
    Row("Seed-OSS card: budget notes stay inside", "seed-oss", "<seed:think>a<seed:cot_budget_reflect>9 left</seed:cot_budget_reflect>b</seed:think>c", "c", "a<seed:cot_budget_reflect>9 left</seed:cot_budget_reflect>b"),
    Row("EXAONE Deep card", "exaone-deep", "<thought>센다</thought>셋.", "셋.", "센다"),
    Row("EXAONE Deep card: prompt opened", "exaone-deep", "센다</thought>셋.", "셋.", "센다"),
    Row("EXAONE Deep card: cut off", "exaone-deep", "센다", "", "센다", True),
    Row("vLLM hunyuan test", "hunyuan", "<think>\nr\n</think>\n<answer>\na\n</answer>", "a", "r"),
    Row("vLLM hunyuan test: quick thought", "hunyuan", "<think>\n\n</think>\n<answer>\na\n</answer>", "a", ""),
    Row("vLLM hunyuan test: wrapper never closed", "hunyuan", "<think>\nr\n</think>\n<answer>\na\nb", "a\nb", "r"),
    Row("vLLM hunyuan test: no answer", "hunyuan", "<think>\nr\n</think>\n<answer>\n", "", "r"),
    Row("vLLM hunyuan test: no block", "hunyuan", "a", "a", ""),
    Row("authored: hunyuan, wrapper without a block", "hunyuan", "<answer>\na\n</answer>", "a", ""),
    Row("authored: hunyuan, no wrapper", "hunyuan", "<think>\nr\n</think>\na", "\na", "r"),
    Row("vLLM ernie parser: response wrapper", "ernie", "r</think>\n\n<response>\na\n</response>", "a", "r"),
    Row("vLLM ernie test", "ernie", "甲\n乙</think>丙\n丁", "丙\n丁", "甲\n乙"),
    Row("SGLang kimi test", "kimi-vl", "◁think▷考える◁/think▷三。", "三。", "考える"),
    Row("SGLang kimi test: no block", "kimi-vl", "三。", "三。", ""),
    Row("SGLang kimi test: cut off", "kimi-vl", "◁think▷考える", "", "考える", True),
    Row("third-party test: K2 with the old marks", "kimi-k2", "◁think▷r◁/think▷a", "a", "r"),
    Row("third-party test: K2 with the old end", "kimi-k2", "r◁/think▷a", "a", "r"),
    Row("vLLM minimax m3 test", "minimax-m3", "<mm:think>r</mm:think>a", "a", "r"),
    Row("vLLM minimax m3 test: leading end goes", "minimax-m3", "</mm:think>a", "a", ""),
    Row("vLLM minimax m3 test: later end stays", "minimax-m3", "x</mm:think>y", "x</mm:think>y", ""),
    Row("vLLM minimax m3 test: cut off", "minimax-m3", "<mm:think>r", "", "r", True),
    Row("vLLM cohere test: citations go", "command-a", "<|START_THINKING|>see <co>it</co: 0:[1]><|END_THINKING|>\n<|START_RESPONSE|>a <co>b</co: 0:[1,2],1:[3,4]>.<|END_RESPONSE|>", "a b.", "see it"),
    Row("SGLang cohere: text markers", "command-a", "r<|END_THINKING|><|START_TEXT|>a<|END_TEXT|>", "a", "r"),
    Row("SGLang cohere: reasoning off", "command-a", "<|START_TEXT|>a<|END_TEXT|>", "a", ""),
    Row("SGLang cohere: cut off", "command-a", "r and r", "", "r and r", True),
    Row("authored: a citation that never ends", "command-a", "r<|END_THINKING|>a </co: 0:[1", "a  0:[1", "r"),
    Row("vLLM gemma test: label", "gemma", "<|channel>thought\nr<channel|>a", "a", "r"),
    Row("vLLM gemma test: no label", "gemma", "<|channel>r<channel|>a", "a", "r"),
    Row("vLLM gemma test: a word like the label", "gemma", "<|channel>thousand r<channel|>a", "a", "thousand r"),
    Row("vLLM gemma test: label only", "gemma", "<|channel>thought\n<channel|>", "", ""),
    Row("vLLM gemma test: text before", "gemma", "Before\n<|channel>r<channel|>\na", "Before\n\na", "r"),
    Row("vLLM gemma test: no start", "gemma", "r<channel|>a", "a", "r"),
    Row("vLLM gemma test: no block", "gemma", "a", "a", ""),
    Row("vLLM apertus test", "apertus", "<|inner_prefix|>r<|inner_suffix|>a", "a", "r"),
    Row("vLLM apertus test: think is text", "apertus", "<think>x</think>a", "<think>x</think>a", ""),
    Row("SGLang apertus: several blocks join", "apertus", "<|inner_prefix|>r<|inner_suffix|>a<|inner_prefix|>s<|inner_suffix|>b", "ab", "rs"),
    Row("SGLang apertus: cut off in the second", "apertus", "<|inner_prefix|>r<|inner_suffix|>a<|inner_prefix|>s", "a", "rs", True),
    Row("vLLM pangu parser: unused tokens", "openpangu", "[unused16]r[unused17]a", "a", "r"),
    Row("vLLM pangu parser: unused end", "openpangu", "r[unused17]a", "a", "r"),
    # Harmony
    Row("harmony format", "gpt-oss", f"{_ANALYSIS}r<|end|>{_FINAL}a<|return|>", "a", "r"),
    Row("llama.cpp test: no end between", "gpt-oss", f"{_ANALYSIS}r{_FINAL}a<|end|>", "a", "r"),
    Row("llama.cpp test: no end at all", "gpt-oss", f"{_ANALYSIS}r{_FINAL}a", "a", "r"),
    Row("SGLang test: cut off in analysis", "gpt-oss", f"{_ANALYSIS}r and", "", "r and", True),
    Row("vLLM test: header cut off", "gpt-oss", f"{_ANALYSIS}r<|end|><|start|>assistant<|channel|>fi", "", "r", True),
    Row("vLLM test: constrained final", "gpt-oss", f"{_ANALYSIS}r<|end|><|start|>assistant<|channel|>final <|constrain|>JSON<|message|>{{}}", "{}", "r"),
    Row("SGLang test: final alone", "gpt-oss", f"{_FINAL}a<|return|>", "a", ""),
    Row("SGLang test: preamble is for the reader", "gpt-oss", "<|channel|>commentary<|message|>plan<|end|>", "plan", ""),
    Row("SGLang test: two analyses", "gpt-oss", f"{_ANALYSIS}r<|end|>{_ANALYSIS}s<|end|>{_FINAL}a<|return|>", "a", "rs"),
    Row("SGLang test: tool call keeps its markers", "gpt-oss", f"{_ANALYSIS}r<|end|><|start|>assistant<|channel|>commentary to=functions.f <|constrain|>json<|message|>{{}}<|call|>", "<|start|>assistant<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>", "r"),
    Row("SGLang test: text around messages", "gpt-oss", f"x {_ANALYSIS}r<|end|> y {_FINAL}a<|return|> z", "x  y a z", "r"),
    Row("SGLang test: specials skipped", "gpt-oss", "analysisThe user asks. We answer.assistantfinalIt rises.", "It rises.", "The user asks. We answer."),
    Row("SGLang test: specials skipped, spaced", "gpt-oss", "analysis r assistantfinal a", " a", " r "),
    Row("SGLang test: specials skipped, final alone", "gpt-oss", "assistantfinalIt rises.", "It rises.", ""),
    Row("SGLang test: specials skipped, cut off", "gpt-oss", "analysisThe user as", "", "The user as", True),
    Row("SGLang test: plain text", "gpt-oss", "It rises.", "It rises.", ""),
    Row("authored: a turn of the user is no reply", "gpt-oss", f"{_FINAL}a<|end|><|start|>user<|message|>q<|end|>", "a", ""),
    # Prompted tags
    Row("prompted reasoning tags", "reasoning-tags", "<reasoning>r</reasoning><answer>a</answer>", "a", "r"),
    Row("prompted reasoning tags: newlines", "reasoning-tags", "<reasoning>\nr\n</reasoning>\n<answer>\na\n</answer>\n", "a\n", "\nr\n"),
    Row("prompted reasoning tags: prefilled start", "reasoning-tags", "r</reasoning>a", "a", "r"),
    Row("prompted thinking tags", "reasoning-tags", "<thinking>r</thinking>a", "a", "r"),
    Row("prompted reasoning tags: cut off", "reasoning-tags", "<reasoning>r", "", "r", True),
    Row("R1-zero prompt", "reasoning-tags", "<think>r</think><answer>a</answer>", "a", "r"),
    # A model nobody named
    Row("auto: any family's start", "auto", "<think>r</think>a", "a", "r"),
    Row("auto: any family's start", "auto", "[THINK]r[/THINK]a", "a", "r"),
    Row("auto: any family's start", "auto", "<seed:think>r</seed:think>a", "a", "r"),
    Row("auto: any family's start", "auto", "◁think▷r◁/think▷a", "a", "r"),
    Row("auto: any family's start", "auto", "<mm:think>r</mm:think>a", "a", "r"),
    Row("auto: any family's start", "auto", "<|channel>thought\nr<channel|>a", "a", "r"),
    Row("auto: any family's start", "auto", "<|inner_prefix|>r<|inner_suffix|>a", "a", "r"),
    Row("auto: any family's start", "auto", "<|START_THINKING|>r<|END_THINKING|><|START_RESPONSE|>a<|END_RESPONSE|>", "a", "r"),
    Row("auto: any family's start", "auto", "<thought>r</thought>a", "a", "r"),
    Row("auto: any family's start", "auto", "<reasoning>r</reasoning>a", "a", "r"),
    Row("auto: any family's start", "auto", "Here is my thought process: r Here is my response: a", " a", " r "),
    Row("auto: harmony", "auto", f"{_ANALYSIS}r<|end|>{_FINAL}a<|return|>", "a", "r"),
    Row("auto: harmony without specials", "auto", "analysisWe count.assistantfinalThree.", "Three.", "We count."),
    Row("auto: a word like harmony's", "auto", "analysis of the text follows", "analysis of the text follows", ""),
    Row("auto: no opening tag", "auto", "ಎಣಿಸುವೆ\n</think>\n\nಮೂರು.", "\n\nಮೂರು.", "ಎಣಿಸುವೆ\n"),
    Row("auto: no opening tag", "auto", "r[/THINK]a", "a", "r"),
    Row("auto: words are no stray end", "auto", "See: Here is my response: a", "See: Here is my response: a", ""),
    Row("auto: elements of a reply are no stray end", "auto", "a</reasoning>b", "a</reasoning>b", ""),
    Row("auto: only its own end closes a block", "auto", "<reasoning>a</think>b</reasoning>c", "c", "a</think>b"),
    Row("auto: hunyuan's wrapper", "auto", "<think>\nr\n</think>\n<answer>\na\n</answer>", "a", "\nr\n"),
    Row("auto: a reply that begins with a field", "auto", "<answer>a</answer><question>q</question>", "<answer>a</answer><question>q</question>", ""),
    Row("auto: thinking between the lines", "auto", "<think>r</think>\na\n<think>s</think>\nb", "\na\n\nb", "rs"),
    Row("auto: plain", "auto", "كاويري.", "كاويري.", ""),
    Row("auto: cut off", "auto", "<think>عدّ", "", "عدّ", True),
    Row("none: nothing is split", "none", "<think>r</think>a", "<think>r</think>a", ""),
    # By a model's name
    Row("model name", "Qwen/Qwen3-8B", "<think>r</think>a", "a", "r"),
    Row("model name", "deepseek-ai/DeepSeek-R1-0528-Qwen3-8B", "r", "", "r", True),
    Row("model name", "Qwen/Qwen3-4B-Thinking-2507", "r", "", "r", True),
    Row("model name", "openai/gpt-oss-20b", "analysisrassistantfinala", "a", "r"),
    Row("model name", "mistralai/Magistral-Small-2509", "[THINK]r[/THINK]a", "a", "r"),
    # What the server says beside the text
    Row("vLLM field: the text is the answer", "deepseek-r1", "a", "a", "r", server="r"),
    Row("vLLM field: the text is the answer", "auto", "a</think>b", "a</think>b", "r", server="r"),
    Row("ChatNVIDIA: copied and left in the text", "auto", "<think>r</think>a", "a", "r", server="r"),
    Row("authored: another block beside the field", "auto", "<think>s</think>a", "a", "rs", server="r"),
    Row("vLLM: content null while thinking", "auto", "", "", "r", True, "length", "r"),
    Row("vLLM: content null, no reason told", "auto", "", "", "r", True, None, "r"),
    Row("authored: stopped without an answer", "auto", "", "", "r", False, "stop", "r"),
    Row("authored: closed, then the limit", "qwen3", "<think>r</think>", "", "r", True, "length"),
    Row("authored: the limit cuts the answer, not the reasoning", "qwen3", "<think>r</think>a b", "a b", "r", False, "length"),
    Row("authored: an empty field is none", "deepseek-r1", "r</think>a", "a", "r", server=""),
    # What an outside review found, November 2026
    Row("outside review, November 2026: a preamble", "reasoning-tags", "Sawa!\n<reasoning>r</reasoning>\n<answer>Tatu.</answer>", "Sawa!\nTatu.", "r"),
    Row("outside review, November 2026: a preamble, no wrapper", "reasoning-tags", "ठीक है।\n<thinking>r</thinking>\nतीन।", "ठीक है।\n\nतीन।", "r"),
    Row("outside review, November 2026: thought tags", "reasoning-tags", "<thought>r</thought>ሦስት።", "ሦስት።", "r"),
    Row("outside review, November 2026: tags in prose", "reasoning-tags", "Put <reasoning> and </reasoning> around it.", "Put <reasoning> and </reasoning> around it.", ""),
    Row("outside review, November 2026: an end quoted in the answer", "minimax-m2", "r</think>Write `</think>` at the end.", "Write `</think>` at the end.", "r"),
    Row("outside review, November 2026: an end quoted in the answer", "minimax-m2", "r</think>写“</think>”。", "写“</think>”。", "r"),
    Row("outside review, November 2026: citation marks quoted", "command-a", "r<|END_THINKING|><|START_RESPONSE|>`<co>` and `</co: 0:[1]>`, <co>b</co: 0:[1]>.<|END_RESPONSE|>", "`<co>` and `</co: 0:[1]>`, b.", "r"),
    Row("outside review, November 2026: citation marks quoted in the reasoning", "command-a", "with '</co: 1:[2]>'<|END_THINKING|>a", "a", "with '</co: 1:[2]>'"),
    Row("Granite 3.3 card: tags", "granite-3", "<think>\nr\n</think>\n<response>\nಮೂರು.\n</response>", "ಮೂರು.", "\nr\n"),
    Row("Granite 3.3 card: tags, no wrapper", "granite-3", "<think>r</think>a", "a", "r"),
    Row("authored: granite 3, a stray end is text", "granite-3", "a</think>b", "a</think>b", ""),
    Row("authored: granite 3, a wrapper alone", "granite-3", "<response>a</response>", "a", ""),
    Row("Magistral 2506 card: think tags", "magistral", "<think>\nr\n</think>\nTrois.", "\nTrois.", "\nr\n"),
    Row("authored: magistral, a stray end of the older tags is text", "magistral", "a</think>b", "a</think>b", ""),
    Row("vLLM pangu parser: unused tokens", "auto", "[unused16]数[unused17]三。", "三。", "数"),
    Row("authored: auto, an unused token alone is text", "auto", "a[unused17]b", "a[unused17]b", ""),
    Row("outside review, November 2026: a word like harmony's", "gpt-oss", "analysis of the text shows three.", "analysis of the text shows three.", ""),
    Row("authored: the word alone", "gpt-oss", "analysis", "analysis", ""),
    Row("authored: a newline behind the word", "gpt-oss", "analysis\nr\nassistantfinal\na", "\na", "\nr\n"),
    Row("outside review, November 2026: two analyses, specials skipped", "gpt-oss", "analysisrassistantanalysissassistantfinala", "a", "rs"),
    Row("outside review, November 2026: two analyses, specials skipped", "auto", "analysisrassistantanalysissassistantfinala", "a", "rs"),
    Row("authored: the answer may say the word", "gpt-oss", "analysisrassistantfinalassistantanalysis is a mark.", "assistantanalysis is a mark.", "r"),
    Row("outside review, November 2026: a tool, specials skipped", "gpt-oss", "analysisrassistantcommentary to=functions.f json{}", "assistantcommentary to=functions.f json{}", "r"),
    Row("outside review, November 2026: the last end closes the wrapper", "hunyuan", "<think>r</think><answer>Use </answer> well.</answer>", "Use </answer> well.", "r"),
    Row("authored: text behind the wrapper", "hunyuan", "<think>r</think><answer>a</answer> Kwa heri.", "a Kwa heri.", "r"),
    Row("authored: three ends", "reasoning-tags", "<answer>a\n</answer>b</answer>\nc\n</answer>\n", "a\n</answer>b</answer>\nc\n", ""),
    Row("vLLM base test: only the first block counts", "qwen3", "<think>r</think><think>s</think>a", "<think>s</think>a", "r"),
    *(
        Row("outside review, November 2026: a sibling that does not think", model, "Tatu.", "Tatu.", "")
        for model in ("ibm-granite/granite-4.0-h-small", "moonshotai/Kimi-K2-Instruct", "baidu/ERNIE-4.5-21B-A3B-PT", "CohereLabs/aya-expanse-8b", "MiniMaxAI/MiniMax-Text-01")
    ),
]  # fmt: skip
