from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlkt.reply import Reply, profiles, split_reasoning
from mlkt.reply.reasoning.blocks import BlockSplitter
from mlkt.reply.reasoning.families import AUTO, FAMILIES
from mlkt.reply.reasoning.profiles import find_profile
from tests.reply.reasoning.reasoning_rows import ROWS

_MARKERS = sorted(
    {
        mark
        for profile in (AUTO, *FAMILIES)
        for mark in (
            *(
                mark
                for block in profile.blocks
                for mark in (*block.starts, *block.ends, *block.inner, block.label)
            ),
            *(mark for wrapper in profile.wrappers for mark in wrapper),
            *profile.tools,
            *profile.dropped,
        )
        if mark
    }
)
_HARMONY = ["<|start|>", "<|channel|>", "<|message|>", "<|end|>", "<|return|>", "<|call|>", " to=f"]
_PLAIN = [
    "a",
    "ಕನ್ನಡ",
    " ",
    "\n",
    "\n\n",
    "`",
    '"',
    "```",
    "\n```\n",
    "~~~",
    "</",
    "<|",
    "final",
    "0:[1]>",
]
_TEXTS = st.lists(st.sampled_from([*_MARKERS, *_HARMONY, *_PLAIN]), max_size=12).map("".join)


def _split(profile: str, pieces: list[str], limit: int | None = None) -> Reply:
    splitter = BlockSplitter(find_profile(profile), limit)
    reply = Reply()
    for piece in pieces:
        reply += splitter.feed(piece)
    return reply + splitter.finish()


def test_every_split_point_of_every_row_gives_the_same_reply() -> None:
    checked = 0
    for row in ROWS:
        whole = _split(row.profile, [row.text])
        assert _split(row.profile, list(row.text)) == whole
        for cut in range(len(row.text) + 1):
            assert _split(row.profile, [row.text[:cut], row.text[cut:]]) == whole, (row, cut)
            checked += 1
    assert checked > 5000


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(profiles()), _TEXTS, st.data(), st.sampled_from([None, None, 0, 3, 9]))
def test_markers_cut_anywhere_give_the_same_reply(
    profile: str, text: str, data: st.DataObject, limit: int | None
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole = _split(profile, [text], limit)
    assert _split(profile, pieces, limit) == whole
    assert _split(profile, list(text), limit) == whole


@given(_TEXTS)
@example("\ufeff<think>")
def test_no_text_makes_the_splitter_fail(text: str) -> None:
    for profile in profiles():
        reply = split_reasoning(text, profile=profile)
        assert len(reply.answer) + len(reply.reasoning) <= len(text)


def test_only_what_may_become_a_marker_is_held_back_once_a_start_has_come() -> None:
    splitter = BlockSplitter(find_profile("qwen3"))
    assert splitter.feed("<thi") == Reply()
    assert splitter.feed("nk>We ") == Reply(reasoning="We ")
    assert splitter.feed("count. <") == Reply(reasoning="count. ")
    assert splitter.feed("b> on</th") == Reply(reasoning="<b> on")
    assert splitter.feed("ink>Th") == Reply(answer="Th")
    assert splitter.feed("ree </think") == Reply(answer="ree </think")
    assert splitter.finish() == Reply()


def test_longest_held_back_text_is_shorter_than_a_marker() -> None:
    longest = max(map(len, _MARKERS))
    for row in ROWS:
        if row.profile in {"auto", "gpt-oss", "command-a"} or not row.text.startswith("<"):
            continue
        splitter, given_out = BlockSplitter(find_profile(row.profile)), 0
        for n, char in enumerate(row.text, start=1):
            piece = splitter.feed(char)
            given_out += len(piece.answer) + len(piece.reasoning)
            markers = sum(row.text[:n].count(mark) * len(mark) for mark in _MARKERS)
            assert n - given_out <= markers + longest, (row, n)


def test_undecided_text_is_held_until_an_end_or_the_end_of_the_reply() -> None:
    splitter = BlockSplitter(AUTO)
    assert splitter.feed("We count the rivers. ") == Reply()
    assert splitter.feed("</think>") == Reply(reasoning="We count the rivers. ")
    assert splitter.feed("Three.") == Reply(answer="Three.")
    splitter = BlockSplitter(AUTO)
    assert splitter.feed("Three rivers.") == Reply()
    assert splitter.finish() == Reply(answer="Three rivers.")


def test_a_prompt_that_opens_the_block_makes_text_reasoning_at_once() -> None:
    splitter = BlockSplitter(find_profile("deepseek-r1"))
    assert splitter.feed("We count") == Reply(reasoning="We count")


def test_undecided_text_longer_than_the_limit_is_answer() -> None:
    assert _split("auto", ["Three</think>b"], 5) == Reply("b", "Three")
    assert _split("auto", ["Three!</think>b"], 5) == Reply("Three!</think>b")
    splitter = BlockSplitter(AUTO, 5)
    assert splitter.feed("Three rivers") == Reply(answer="Three rivers")


def test_a_million_pieces_of_one_character_take_linear_work() -> None:
    # A quadratic splitter would need minutes for these; a linear one needs two or three seconds.
    for profile, text in (("auto", "ab <" * 100_000), ("qwen3", "<think>" + " \n" * 200_000)):
        reply = _split(profile, list(text))
        assert len(reply.answer) + len(reply.reasoning) in {len(text), len(text) - len("<think>")}
