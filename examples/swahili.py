"""Swahili through English, and what was rejected on the way, with the reasons.

python examples/swahili.py
"""

import asyncio
from collections import Counter

from mlkt import configured_model, load_memory, passages, read_source, sample
from mlkt.chains import knowledge


async def main() -> None:
    article, memory = sample("sw")
    document = read_source(str(article), "sw")
    model = configured_model()
    chain = knowledge(model, "sw", translator=load_memory(memory))
    rows = await asyncio.gather(*(chain.ainvoke(row) for row in passages(document).rows))
    for row in rows:
        for pair in row["back"].values():
            print(f"{pair['question']}\n  {pair['answer']}\n")
    reasons = Counter(
        f"{entry['step']}: {entry['reason']}" for row in rows for entry in row["rejected"]
    )
    for reason, count in reasons.most_common():
        print(f"{count:>4}  {reason}")


if __name__ == "__main__":
    asyncio.run(main())
