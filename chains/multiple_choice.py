"""Multiple choice: four options for a question, the right one among them, and the thoughts behind.

{"question": "Where is the palace?", "answer": "In Mysuru", "options": ["In Bidar", "In Mysuru", …],
 "correct": 1, "thought": "The palace stands in Mysuru.", …}

The teacher says which option is right, and a hash of the pair's id where it stands: over many pairs
each letter is right as often. Where its thoughts name options by letters they stay in its order.
"""

from langchain_core.runnables import Runnable

from mlkt.ask import Model, Said, Steps, ask
from mlkt.chains.border import in_language, rejection, with_replies
from mlkt.chains.requests import about, spoken_in
from mlkt.packs import load_locale
from mlkt.reply import Choice, parse_choice
from mlkt.reply.pairs.choices import N_OPTIONS
from mlkt.reply.pairs.options import names_letters
from mlkt.rows import Pair, Rejection, Row, content_id, living_pairs
from mlkt.steps import for_each
from mlkt.text.language_check import speaks

TASK = "choice"


def choose(model: Model, lang: str = "en", *, steps: Steps | None = None) -> Runnable[Row, Row]:
    """Return the chain that gives the living pairs options in `lang`, one request each.

    The pair's `answer` is the right option's text, its `reasoning` that of its own reply. A reply
    without four different options, one of them named as right, rejects its pair.
    """
    asked = ask(model, TASK, lang, steps=steps)
    form = _form(spoken_in(steps, TASK, lang))

    def requests(row: Row) -> list[dict[str, str]]:
        shown = about(row) | {"options": form}
        return [shown | {"question": pair["question"]} for pair in living_pairs(row)]

    def add_options(row: Row, said: list[Said]) -> Row:
        return _with_options(row, said, lang)

    return in_language(lang) | for_each(requests, asked, add_options)


def _form(lang: str) -> str:
    """Return the lines of options as the prompt shows them, with the letters of `lang`."""
    return "\n".join(f"{letter}) …" for letter in load_locale(lang).options[:N_OPTIONS])


def _with_options(row: Row, said: list[Said], lang: str) -> Row:
    chosen: dict[str, Pair] = {}
    rejected: list[Rejection] = []
    for pair, reply in zip(living_pairs(row), said, strict=True):
        choice = parse_choice(
            reply.answer, load_locale(reply.prompt_lang), finish_reason=reply.finish_reason
        )
        if reason := _fault(choice, reply, lang):
            rejected.append(rejection(pair["id"], TASK, reason, raw=reply.raw))
        else:
            chosen[pair["id"]] = _placed(pair, choice, reply.reasoning)
    pairs = [chosen.get(pair["id"], pair) for pair in row["pairs"]]
    return with_replies(row, said, rejected, pairs=pairs)


def _fault(choice: Choice, reply: Said, lang: str) -> str:
    """Return why a reply gives no options, empty where it does."""
    if reply.cut_off:
        return "reasoning_cut_off"
    if choice.problems:
        return choice.problems[0].reason
    foreign = speaks("\n".join([*choice.options, choice.thought]), lang) is False
    return "wrong_language" if foreign else ""


def _placed(pair: Pair, choice: Choice, reasoning: str) -> Pair:
    """Return the pair with its options in an order that depends on nothing but its content."""
    options = choice.options
    if not names_letters(choice.thought):
        wrong = [option for option in options if option != choice.answer]
        options = sorted(wrong, key=lambda option: content_id(pair["id"], option))
        place = int(content_id(pair["id"], TASK), 16) % N_OPTIONS
        options.insert(place, choice.answer)
    return {
        **pair,
        "answer": choice.answer,
        "reasoning": reasoning,
        "options": options,
        "correct": options.index(choice.answer),
        "thought": choice.thought,
    }
