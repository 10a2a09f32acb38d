"""The pages in docs/ are true: the commands of recipes.md run, and it names every recipe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import regex

from mlkt.chains.recipes import RECIPES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("recipe", [recipe.name for recipe in RECIPES])
def test_every_recipe_stands_on_the_page(recipe: str) -> None:
    assert f"`{recipe}`" in PAGE


def test_the_commands_run_in_the_order_they_stand(tmp_path: Path) -> None:
    (block,) = regex.findall(r"(?s)```sh\n(.*?)```", PAGE)
    (tmp_path / "mlkt").symlink_to(ROOT / "mlkt")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    out = tmp_path / "out"
    for made in (
        "knowledge/pairs.jsonl",
        "flow/output/step_03/detailed_summary/gen.jsonl",
        "seeds/qna.kn.yaml",
        "seeded/pairs.jsonl",
        "entities/entities.jsonl",
        "cut/pairs.jsonl",
    ):
        assert (out / made).stat().st_size > 0, made
