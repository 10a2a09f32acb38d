"""A Kannada article becomes checked Kannada pairs, by the pivot road in five steps.

    python examples/kannada_wikipedia.py              the sample article, no network needed
    python examples/kannada_wikipedia.py ಮೈಸೂರು       an article of Kannada Wikipedia

Set TEACHER_MODEL_BASE_URL and TEACHER_MODEL_NAME to let a real model do the work (it translates,
too). Without one the rule-based teacher answers and the sample's translation memory translates.
"""

import sys

from mlkt import configured_model, load_memory, passages, read_source, sample
from mlkt.chains import critic, qa, summarize, translate, translate_back
from mlkt.config import load_config


def main(title: str | None = None) -> None:
    article, memory = sample("kn")
    document = read_source(f"wikipedia:kn:{title}") if title else read_source(str(article), "kn")
    teacher, judge = configured_model("teacher"), configured_model("critic")
    has_server = load_config().endpoint("translator") is not None
    translator = configured_model("translator") if has_server else load_memory(memory)

    chain = (
        translate(translator, "kn")
        | summarize(teacher)
        | qa(teacher)
        | critic(judge)
        | translate_back(translator, "kn")
    )
    for row in passages(document).rows[:2]:
        done = chain.invoke(row)
        for pair in done["back"].values():
            print(f"{pair['question']}\n  {pair['answer']}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
