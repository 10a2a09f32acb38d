"""Prices of models: what a million tokens cost, as decimals, in any currency.

    prices:
      currency: EUR
      teacher: {input: "0.15", output: "0.60"}        a role of `models:`, or a model's name
      gemma-3-27b: {input: "0.10", output: "0.20"}

Prices are the user's own: none are built in, as they change and differ by contract.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from mlkt.errors import ConfigError, nearest

PRICE = {"input": int | float | str, "output": int | float | str}
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, sent and received."""

    input: Decimal
    output: Decimal

    def of(self, input_tokens: float, output_tokens: float) -> Decimal:
        """Return what so many tokens cost."""
        tokens = Decimal(str(input_tokens)), Decimal(str(output_tokens))
        return (self.input * tokens[0] + self.output * tokens[1]) / _MILLION


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by the names of models; `currency` is shown beside amounts."""

    by_model: Mapping[str, Price] = field(default_factory=dict[str, Price])
    currency: str = ""

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.by_model)

    def find(self, model: str) -> Price | None:
        """Return the price of `model`, None where it has none.

        Servers report a dated name for the one that was asked for (`gpt-4o-2024-08-06`): the
        longest known name that it begins with counts.
        """
        names = [name for name in self.by_model if model.startswith(name)]
        return self.by_model[max(names, key=len)] if names else None

    def cost(self, model: str, input_tokens: float, output_tokens: float) -> Decimal:
        """Return what tokens of `model` cost; zero where it has no price."""
        price = self.find(model)
        return price.of(input_tokens, output_tokens) if price else Decimal(0)

    def amount(self, cost: Decimal) -> str:
        """Return a cost as people read it: cents, and four digits below one unit."""
        told = f"{cost:,.4f}" if cost < 1 else f"{cost:,.2f}"
        return f"{told} {self.currency}".rstrip()

    def public(self) -> dict[str, Any]:
        """Return the prices in the shape of the configuration."""
        return {
            **({"currency": self.currency} if self.currency else {}),
            **{
                name: {"input": str(price.input), "output": str(price.output)}
                for name, price in self.by_model.items()
            },
        }


def read_prices(
    values: Mapping[str, Any], names: Mapping[str, str], roles: Collection[str]
) -> Prices:
    """Return the prices of a configuration; a key that is one of `roles` stands for its model.

    `names` are the models' names by role. The role of a model that is not configured has no price.

    Raises:
        ConfigError: no decimal number from 0 on, half a price, or two prices for one model.
    """
    found: dict[str, Price] = {}
    for key, given in values.items():
        if key == "currency":
            continue
        name = names.get(key, "") if key in roles else key
        price = _price(key, cast("dict[str, Any]", given))
        if name and found.setdefault(name, price) != price:
            raise ConfigError(f"prices.{key}: the model {name!r} has another price already")
    return Prices(found, str(values.get("currency", "")))


def _price(key: str, given: Mapping[str, Any]) -> Price:
    return Price(*(_decimal(key, side, given.get(side)) for side in PRICE))


def _decimal(key: str, side: str, given: Any) -> Decimal:
    if given is None:
        raise ConfigError(f"prices.{key} has no {side!r}: give both, per million tokens")
    return decimal(str(given), f"prices.{key}.{side}")


def decimal(text: str, place: str) -> Decimal:
    """Return an amount of money.

    Raises:
        ConfigError: it is no decimal number from 0 on.
    """
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise ConfigError(f'{place} must be a decimal number such as "0.15", got {text!r}')
    return amount


def no_price(model: str, prices: Prices) -> ConfigError:
    """Return the error for a model that a budget cannot count."""
    return ConfigError(
        f"--budget needs the price of {model!r}{nearest(model, prices.by_model)}: write  prices: "
        f'{{{model}: {{input: "0.15", output: "0.60"}}}}  (per million tokens) into the --config '
        "file, or stop by --max-requests"
    )
