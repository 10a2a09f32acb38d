from mlkt.reply import Reply
from mlkt.reply.reasoning.harmony import HarmonySplitter


def _split(text: str) -> Reply:
    splitter = HarmonySplitter()
    return splitter.feed(text) + splitter.finish()


def test_messages_go_where_their_channel_says() -> None:
    text = "<|channel|>analysis<|message|>Count.<|end|><|channel|>final<|message|>Three.<|return|>"
    assert _split(text) == Reply("Three.", "Count.")


def test_an_unknown_channel_is_answer() -> None:
    assert _split("<|channel|>draft<|message|>Three.<|end|>") == Reply("Three.")


def test_a_message_without_a_channel_is_answer() -> None:
    assert _split("<|start|>assistant<|message|>Three.<|end|>") == Reply("Three.")


def test_analysis_for_a_tool_stays_whole_in_the_answer() -> None:
    text = '<|channel|>analysis to=browser.search<|message|>{"query": "ಕಾವೇರಿ"}<|call|>'
    assert _split(text) == Reply(text)


def test_text_is_given_out_as_it_comes() -> None:
    splitter = HarmonySplitter()
    assert splitter.feed("<|channel|>analysis<|mess") == Reply()
    assert splitter.feed("age|>We co") == Reply(reasoning="We co")
    assert splitter.feed("unt<|") == Reply(reasoning="unt")
    assert splitter.feed("|>") == Reply(reasoning="<||>")


def test_a_header_of_many_marks_takes_linear_work() -> None:
    assert _split("<|channel|>" * 100_000).cut_off is True
    assert _split("<|start|>" * 100_000 + "<|message|>a").answer == "a"
