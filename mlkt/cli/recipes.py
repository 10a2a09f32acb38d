"""`mlkt recipes`: what there is to run, for each what one passage costs."""

from collections.abc import Iterator

from mlkt.chains.recipes import RECIPES, VIEWS, Calls, Recipe


def recipes() -> int:
    """Print every recipe with its ancestor, its strategies and its requests a passage."""
    for recipe in RECIPES:
        print("\n".join(_lines(recipe)), end="\n\n")
    print(
        "requests a passage: at most, without a configuration (5 pairs a request, one summary a\n"
        "kind), without translations and without second attempts at unclear verdicts"
    )
    return 0


def _lines(recipe: Recipe) -> Iterator[str]:
    yield f"{recipe.name}: {recipe.about}"
    yield f"  like        {recipe.ancestor}"
    yield f"  strategies  {', '.join(recipe.strategies)}"
    yield f"  requests    {_told(recipe.calls({}, VIEWS))}"
    if recipe.reverse_calls:
        yield f"  by reverse  {_told(recipe.reverse_calls({}, VIEWS))}"


def _told(calls: Calls) -> str:
    steps = ", ".join(f"{task} {count:g}" for task, count in calls.items() if count)
    return f"{sum(calls.values()):g} a passage: {steps}" if steps else "1 a passage and prompt file"
