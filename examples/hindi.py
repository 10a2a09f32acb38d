"""Hindi without a pivot: prompts, questions and answers are in Hindi throughout.

python examples/hindi.py [FILE]
"""

import sys

from mlkt import configured_model, passages, read_source, sample
from mlkt.ask import StepSettings
from mlkt.chains import knowledge


def main(path: str | None = None) -> None:
    article, _ = sample("hi")
    document = read_source(path or str(article), "hi")
    steps = {"qa": StepSettings(n_pairs=3)}
    chain = knowledge(configured_model(), "hi", strategy="native", steps=steps)
    for row in chain.batch(passages(document, max_chars=800).rows):
        rejected = {entry["id"] for entry in row["rejected"]}
        for pair in row["pairs"]:
            if pair["id"] not in rejected:
                print(f"{pair['question']}\n  {pair['answer']}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
