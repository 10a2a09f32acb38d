"""How each model family marks its reasoning: one entry a family, and nothing else.

    <think>First I count them.</think>There are three.     qwen3
    First I count them.</think>There are three.            deepseek-r1: the prompt opens the block
    [THINK]First I count them.[/THINK]There are three.     magistral

Sources, read in November 2026: the parsers and tests of vLLM (`vllm/reasoning`, `tests/reasoning`),
SGLang (`srt/parser/reasoning_parser.py` and its unit tests) and llama.cpp
(`tests/test-chat-parser.cpp`), and model cards where neither has a parser (EXAONE Deep, Phi-4,
Nemotron 1). Where two of them disagree about a text without tags, the entry follows what the
family's own prompt template does.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The markers around one piece of reasoning; every start goes with every end of the block.

    `label` is dropped where it follows the start, `inner` marks anywhere in the block. A `leading`
    block counts only as the first thing of a reply (its markers are words that a text may use), a
    `soft` one only once its end has come, a `glued` one too where white space follows its start.
    `strays`: an end without a start counts, and what stands before it is reasoning.
    """

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    label: str = ""
    inner: tuple[str, ...] = ()
    leading: bool = False
    soft: bool = False
    glued: bool = False
    strays: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What is known of a family.

    `models`: regular expressions that find the family in a model's name, case folded.
    `opened`: the prompt ends inside the block, so that a reply without tags is reasoning cut off.
    `anywhere`: markers are special tokens, which no text quotes, so that a start counts in the
    middle of a line too. `every`: later blocks count too; else they stay in the answer, as the
    parsers leave them there that split at the first end. `tools` end the reasoning and stay in the
    answer. `wrappers` stand around the whole answer; they and all of `dropped` go. `lead` is
    stripped from the start of the answer, which else keeps its white space. `harmony`: messages in
    channels.
    """

    name: str
    models: tuple[str, ...]
    blocks: tuple[Block, ...]
    opened: bool = False
    anywhere: bool = False
    every: bool = False
    tools: tuple[str, ...] = ()
    wrappers: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()
    lead: str = ""
    harmony: bool = False


THINK = Block(("<think>",), ("</think>",))
KIMI = Block(("◁think▷",), ("◁/think▷",))
MISTRAL = Block(("[THINK]",), ("[/THINK]",))
SEED = Block(("<seed:think>",), ("</seed:think>",))
THOUGHT = Block(("<thought>",), ("</thought>",))
GRANITE = Block(  # quantised models write "Here's": vLLM granite_reasoning_parser.py
    ("Here is my thought process:", "Here's my thought process:"),
    ("Here is my response:", "Here's my response:"),
    leading=True,
    strays=False,
)
COHERE = Block(("<|START_THINKING|>",), ("<|END_THINKING|>",))
COHERE_WRAPPERS = (
    ("<|START_RESPONSE|>", "<|END_RESPONSE|>"),
    ("<|START_TEXT|>", "<|END_TEXT|>"),
)
COHERE_CITATIONS = ("<co>", "</co>", "</co:")  # the last runs to `>`: </co: 0:[1,2],1:[3]>
GEMMA = Block(("<|channel>",), ("<channel|>",), label="thought\n")
INNER = Block(("<|inner_prefix|>",), ("<|inner_suffix|>",), strays=False)
MINIMAX = Block(("<mm:think>",), ("</mm:think>",), strays=False)
PANGU = Block(("[unused16]",), ("[unused17]",))
HARMONY_BARE = Block(  # special tokens skipped: nothing stands between a channel and its text
    ("analysis",), ("assistantfinal",), inner=("assistantanalysis",), leading=True, glued=True
)
REASONING_TAGS = tuple(
    Block((f"<{name}>",), (f"</{name}>",))
    for name in (
        "reasoning",
        "Reasoning",
        "REASONING",
        "thinking",
        "Thinking",
        "analysis",
        "scratchpad",
        "thought",
    )
)
ANSWER_TAGS = (("<answer>", "</answer>"), ("<response>", "</response>"))

# The first entry whose `models` matches wins: distilled and special models stand before their base.
FAMILIES: tuple[Profile, ...] = (
    Profile(
        "deepseek-r1",
        ("deepseek[-_ ]?r1", "r1[-_]distill", "r1-0528", "deepseek[-_ ]?reasoner"),
        (THINK,),
        opened=True,
    ),
    Profile(
        "deepseek-v3.1",
        (r"deepseek[-_]?v3\.[1-9]", "deepseek[-_]?v[4-9]", "deepseek[-_]?v3"),
        (THINK,),
    ),
    Profile("qwq", ("qwq",), (THINK,), opened=True),
    Profile(
        "qwen3-thinking",
        (r"qwen3(?!\.\d).*thinking", r"qwen[-_]?3\.[5-9]", "qwen3-next.*thinking"),
        (THINK,),
        opened=True,
        tools=("<tool_call>",),
    ),
    Profile("qwen3", ("qwen[-_]?3",), (THINK,), tools=("<tool_call>",)),
    Profile(
        "nemotron-3",
        ("nemotron[-_]?3(?![_.]?\\d)", "nemotron[-_]?nano[-_]?3"),
        (THINK,),
        opened=True,
        tools=("<tool_call>",),
    ),
    Profile("nemotron", ("nemotron",), (THINK,)),
    Profile(
        "gpt-oss",
        ("gpt[-_]?oss",),
        (HARMONY_BARE,),
        tools=("assistantcommentary to=",),
        harmony=True,
    ),
    Profile(  # Magistral 2506 wrote <think>: its card's system prompt
        "magistral",
        ("magistral", "ministral.*reasoning", "mistral[-_]small[-_]4"),
        (MISTRAL, replace(THINK, strays=False)),
    ),
    Profile(  # 4.0 and 4.1 do not think: IBM's page of Granite 4.2
        "granite-4", (r"granite[-_]?(?:4\.[2-9]|[5-9])",), (THINK,), opened=True, lead="\n"
    ),
    Profile(  # 3.3 writes <think> and <response>: its card
        "granite-3",
        ("granite[-_]?3",),
        (GRANITE, replace(THINK, strays=False)),
        wrappers=(("<response>", "</response>"),),
    ),
    Profile("seed-oss", ("seed[-_]?oss",), (SEED,), opened=True),
    Profile("exaone-deep", ("exaone[-_]?deep",), (THOUGHT,), opened=True),
    Profile("exaone-4", ("exaone",), (THINK,)),
    Profile(
        "hunyuan",
        ("hunyuan",),
        (Block(("<think>",), ("\n</think>", "</think>"), label="\n"),),
        tools=("<tool_calls>",),
        wrappers=(("<answer>", "</answer>"),),
    ),
    Profile(
        "ernie",
        ("ernie.*thinking", "ernie[-_ ]?x[1-9]"),
        (THINK,),
        opened=True,
        wrappers=(("<response>", "</response>"),),
    ),
    Profile("kimi-vl", ("kimi[-_]?vl", "kimi[-_]?dev", "kimi(?![-_]?k)"), (KIMI,)),
    Profile(
        "kimi-k2",
        ("kimi[-_]?k2.*thinking", r"kimi[-_]?k2[-_.p][5-9](?!\d)"),
        (THINK, KIMI),
        opened=True,
        tools=("<|tool_calls_section_begin|>",),
    ),
    Profile("glm-4.5", ("glm[-_]?[4-9]",), (THINK,), tools=("<tool_call>",)),
    Profile("minimax-m3", ("minimax[-_]?m[3-9]",), (MINIMAX,)),
    Profile("minimax-m2", ("minimax[-_]?m[12]",), (THINK,), opened=True, dropped=("</think>",)),
    Profile("olmo-3", ("olmo",), (THINK,)),
    Profile("phi-4", ("phi[-_]?4",), (THINK,)),
    Profile(
        "command-a",
        ("command[-_]?a[-_ ]?(?:reasoning|plus)",),
        (Block(COHERE.starts, (*COHERE.ends, *(start for start, _ in COHERE_WRAPPERS))),),
        opened=True,
        tools=("<|START_ACTION|>",),
        wrappers=COHERE_WRAPPERS,
        dropped=COHERE_CITATIONS,
    ),
    Profile("gemma", ("gemma",), (GEMMA,), anywhere=True, tools=("<|tool_call>",)),
    Profile("apertus", ("apertus",), (INNER,), anywhere=True, every=True),
    Profile("hyperclova-x", ("hyperclova",), (THINK,), lead="\n"),
    Profile("openpangu", ("pangu",), (THINK, PANGU), opened=True),
    Profile("llama-cpp", ("llama[-_.]?cpp", r"\.gguf$"), (THINK,)),
    Profile("reasoning-tags", (), (*REASONING_TAGS, THINK), wrappers=ANSWER_TAGS),
    Profile("none", (), ()),
)

# A model nobody named, or one of a known maker that does not think (or not always): explicit
# markers of all families, never `opened`.
AUTO = Profile(
    "auto",
    ("granite", "ernie", "kimi", "minimax", "command[-_]?[ar]", "cohere"),
    (
        THINK,
        MISTRAL,
        SEED,
        KIMI,
        MINIMAX,
        COHERE,
        GEMMA,
        INNER,
        GRANITE,
        replace(PANGU, strays=False),
        *(replace(block, leading=True, strays=False) for block in REASONING_TAGS),
        replace(HARMONY_BARE, soft=True),
    ),
    every=True,
    wrappers=(*ANSWER_TAGS, *COHERE_WRAPPERS),
    harmony=True,
)
