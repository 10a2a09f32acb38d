"""Prices: decimals by model or role, checked before anything is paid."""

from decimal import Decimal
from pathlib import Path

import pytest

from mlkt.config import load_config
from mlkt.errors import ConfigError

MODEL = "models: {teacher: {base_url: 'http://127.0.0.1:1/v1', name: gemma-3}}\n"


def prices(tmp_path: Path, text: str):
    path = tmp_path / "c.yaml"
    path.write_text(f"{MODEL}prices: {text}\n", encoding="utf-8")
    return load_config(path, environ={}).prices


@pytest.mark.parametrize("key", ["teacher", "gemma-3"])
def test_a_price_is_a_models_or_a_roles(tmp_path: Path, key: str) -> None:
    found = prices(tmp_path, f'{{{key}: {{input: "0.15", output: 0.6}}, currency: ₹}}')
    assert found.cost("gemma-3", 1_000_000, 2_000_000) == Decimal("1.35")
    assert found.cost("gemma-3-2026-01", 100, 0) == Decimal("0.000015")
    assert found.amount(Decimal("1.35")) == "1.35 ₹"
    assert found.find("another") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{m: {input: "0,15", output: "1"}}', "prices.m.input must be a decimal number"),
        ('{m: {input: "-1", output: "1"}}', "prices.m.input must be a decimal number"),
        ('{m: {input: "NaN", output: "1"}}', "prices.m.input must be a decimal number"),
        ('{m: {input: "1"}}', "prices.m has no 'output'"),
        ('{m: {inputs: "1"}}', "unknown key 'inputs' in `prices.m`, did you mean 'input'"),
        ("{m: {input: [1], output: 1}}", "must be of kind int"),
        (
            "{teacher: {input: 1, output: 1}, gemma-3: {input: 2, output: 1}}",
            "prices.gemma-3: the model 'gemma-3' has another price already",
        ),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        prices(tmp_path, text)
    assert said in str(error.value)
