from mlkt.reply import Reply
from mlkt.reply.reasoning.parts import Parts


def test_what_is_decided_is_given_out_once() -> None:
    parts = Parts()
    parts.think("ಎಣಿಸುವೆ.")
    parts.say("ಮೂರು.")
    assert parts.take() == Reply("ಮೂರು.", "ಎಣಿಸುವೆ.")
    assert parts.take() == Reply()


def test_held_text_waits_until_it_is_known_what_it_is() -> None:
    parts = Parts()
    parts.hold("Tuhesabu. ")
    parts.hold("Moja.")
    assert parts.take() == Reply()
    parts.think_held()
    assert parts.take() == Reply("", "Tuhesabu. Moja.")
    parts.hold("</answer>\nTatu.")
    parts.say_held(skip=len("</answer>"))
    assert parts.take() == Reply("\nTatu.")


def test_held_reasoning_begins_behind_its_start_and_loses_the_marks_inside() -> None:
    parts = Parts()
    parts.hold("analysisaMARKb")
    parts.think_held(after="analysis", without=("MARK",))
    assert parts.take() == Reply("", "ab")


def test_white_space_is_neither_thought_nor_answer() -> None:
    parts = Parts()
    parts.think(" \n")
    parts.say("\n")
    assert (parts.thought, parts.answered) == (False, False)
    parts.say("三。")
    assert (parts.thought, parts.answered) == (False, True)


def test_more_held_text_than_the_limit_is_too_much() -> None:
    parts = Parts(3)
    parts.hold("abc")
    assert not parts.overfull
    parts.hold("d")
    assert parts.overfull
    parts.say_held()
    assert not parts.overfull


def test_lines_know_whether_held_text_ends_in_code() -> None:
    parts = Parts()
    parts.hold("a\n```\n")
    assert parts.lines.code
    parts.say("\n```\nb")
    assert not parts.lines.code
