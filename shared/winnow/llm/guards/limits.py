"""Budgets and rate limits as an operator writes them."""

import math
import re
from dataclasses import dataclass
from typing import Final

from winnow.errors import MisconfiguredError
from winnow.llm.calls import Purpose

ANY: Final = "*"
_TENANT: Final = re.compile(r"\*|[a-z0-9][a-z0-9_-]{0,62}")
_RECIPE: Final = re.compile(r"\*|[a-z][a-z0-9_]{0,62}")
_RATE: Final = re.compile(r"(\d+)(rpm|tpm)")


@dataclass(frozen=True, slots=True)
class Budget:
    """USD a day (UTC) for what a tenant has done with a recipe; either may be any."""

    tenant: str
    recipe: str
    usd: float

    @property
    def scope(self) -> str:
        """What it is called: tenant/recipe."""
        return f"{self.tenant}/{self.recipe}"

    def covers(self, purpose: Purpose) -> bool:
        """Whether a call for this purpose is paid from it."""
        name = (purpose.recipe or "").partition("@")[0]
        return self.tenant in (ANY, purpose.tenant) and self.recipe in (ANY, name)


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests and tokens (in and out) a minute; None: no limit."""

    requests: int | None = None
    tokens: int | None = None


def parse_budgets(text: str) -> tuple[Budget, ...]:
    """Read `acme=5,acme/receipt=2,*=20`; MisconfiguredError names the faulty entry."""
    budgets = [_budget(entry) for entry in _entries(text)]
    scopes = [budget.scope for budget in budgets]
    for scope in scopes:
        if scopes.count(scope) > 1:
            raise MisconfiguredError(f"WINNOW_BUDGETS names {scope} twice")
    return tuple(budgets)


def scope_of(text: str) -> str:
    """A scope as people write it: `acme` is `acme/*`; MisconfiguredError if it is none."""
    tenant, _, recipe = text.strip().partition("/")
    if not _named(tenant, recipe):
        raise MisconfiguredError(f"{text!r} is no scope: give a tenant, or tenant/recipe")
    return f"{tenant}/{recipe or ANY}"


def parse_rates(text: str) -> dict[str, Rate]:
    """Read `claude-haiku-5-5=50rpm/100000tpm,...` by model; MisconfiguredError as above."""
    rates: dict[str, Rate] = {}
    for entry in _entries(text):
        model, _, said = entry.rpartition("=")
        found = [_RATE.fullmatch(part.strip()) for part in said.split("/")]
        numbers = {one[2]: int(one[1]) for one in found if one}
        if not model or len(numbers) != len(found) or 0 in numbers.values():
            raise MisconfiguredError(
                f"WINNOW_MODEL_LIMITS: {entry!r} must be like claude-haiku-5-5=50rpm/100000tpm: a "
                "model, and requests (rpm) or tokens (tpm) a minute above 0, or both"
            )
        if model in rates:
            raise MisconfiguredError(f"WINNOW_MODEL_LIMITS names {model} twice")
        rates[model] = Rate(numbers.get("rpm"), numbers.get("tpm"))
    return rates


def _budget(entry: str) -> Budget:
    whose, equals, amount = entry.partition("=")
    tenant, _, recipe = whose.strip().partition("/")
    usd = _dollars(amount)
    if not equals or usd is None or not _named(tenant, recipe):
        raise MisconfiguredError(
            f"WINNOW_BUDGETS: {entry!r} must be like acme=5, acme/receipt=2 or *=20: a tenant, if "
            "need be the name of a recipe, and USD a day"
        )
    return Budget(tenant, recipe or ANY, usd)


def _named(tenant: str, recipe: str) -> bool:
    return bool(_TENANT.fullmatch(tenant) and _RECIPE.fullmatch(recipe or ANY))


def _dollars(said: str) -> float | None:
    try:
        usd = float(said)
    except ValueError:
        return None
    return usd if math.isfinite(usd) and usd >= 0 else None


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",") if entry.strip()]
