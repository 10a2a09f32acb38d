"""mlkt's chains inside a LangChain app: your own steps between them, and what LCEL gives for free.

python examples/lcel_app.py
"""

from langchain_core.runnables import RunnableLambda

from mlkt import configured_model, load_memory, passages, read_source, sample
from mlkt.chains import critic, qa, summarize, translate, translate_back
from mlkt.rows import Row


def only_years(row: Row) -> Row:
    """Keep the pairs that ask for a year: any function from row to row fits between two chains."""
    pairs = [pair for pair in row["pairs"] if pair["answer"].isdigit() and len(pair["answer"]) == 4]
    return row | {"pairs": pairs}


def main() -> None:
    article, memory = sample("kn")
    rows = passages(read_source(str(article), "kn")).rows
    model, translator = configured_model(), load_memory(memory)

    app = (
        translate(translator, "kn")
        | summarize(model, kinds=["extractive"]).with_retry(stop_after_attempt=2)
        | qa(model)
        | RunnableLambda(only_years)
        | critic(model)
        | translate_back(translator, "kn")
    ).with_config(run_name="years", tags=["kannada"])

    print(app.get_graph().draw_mermaid()[:60].splitlines()[0])
    for row in app.batch(rows, config={"max_concurrency": 4}):
        for pair in row["back"].values():
            print(pair["answer"], " ", pair["question"])


if __name__ == "__main__":
    main()
