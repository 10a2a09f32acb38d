"""What the scripted server says to the prompts of seed examples."""

from collections.abc import Callable, Mapping

from tests.servers.road_asking import ASKING_ANSWERS


def seed_questions(values: dict[str, str]) -> str:
    """Return three questions, as the prompt asks without saying a number of pairs."""
    return ASKING_ANSWERS["questions"](values | {"n_pairs": "3"})


def refine_answer(values: dict[str, str]) -> str:
    """Return the draft as it is."""
    return values["answer"]


SEED_ANSWERS: Mapping[str, Callable[[dict[str, str]], str]] = {
    "seed_questions": seed_questions,
    "refine_answer": refine_answer,
}
