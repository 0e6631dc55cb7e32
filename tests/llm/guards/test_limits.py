"""What operators write of budgets and limits, and what is told of their mistakes."""

import pytest

from winnow.errors import MisconfiguredError
from winnow.llm.calls import Purpose
from winnow.llm.guards.limits import Budget, Rate, parse_budgets, parse_rates


def test_budgets_name_a_tenant_a_recipe_or_all() -> None:
    assert parse_budgets("acme=5, acme/receipt=2,*/invoice=3,*=20.5,") == (
        Budget("acme", "*", 5),
        Budget("acme", "receipt", 2),
        Budget("*", "invoice", 3),
        Budget("*", "*", 20.5),
    )
    assert parse_budgets("") == ()


@pytest.mark.parametrize(
    ("tenant", "recipe", "paid_from"),
    [
        ("acme", "receipt@3", ["acme/*", "acme/receipt", "*/*"]),
        ("acme", None, ["acme/*", "*/*"]),
        ("acme", "receipts@1", ["acme/*", "*/*"]),
        ("bolt", "receipt@3", ["*/*"]),
    ],
)
def test_a_call_is_paid_from_all_budgets_that_match(
    tenant: str, recipe: str | None, paid_from: list[str]
) -> None:
    purpose = Purpose("1", "extract", tenant=tenant, recipe=recipe)
    budgets = parse_budgets("acme=5,acme/receipt=2,*=20")
    assert [one.scope for one in budgets if one.covers(purpose)] == paid_from


@pytest.mark.parametrize(
    "text",
    ["acme", "acme=", "acme=five", "acme=-1", "acme=nan", "acme=inf", "=5", "a b=5", "a/B=5"],
)
def test_a_budget_that_is_none_is_named(text: str) -> None:
    with pytest.raises(MisconfiguredError, match="WINNOW_BUDGETS") as error:
        parse_budgets(f"bolt=1,{text}")
    assert repr(text) in str(error.value)


def test_two_budgets_of_one_scope_are_a_mistake() -> None:
    with pytest.raises(MisconfiguredError, match=r"acme/\* twice"):
        parse_budgets("acme=5,acme/*=6")


def test_limits_name_models_with_requests_or_tokens_or_both() -> None:
    text = "claude-haiku-5-5=50rpm/100000tpm, a/b:c=10rpm,x=7tpm"
    assert parse_rates(text) == {
        "claude-haiku-5-5": Rate(50, 100_000),
        "a/b:c": Rate(10, None),
        "x": Rate(None, 7),
    }


@pytest.mark.parametrize("text", ["m", "m=", "m=50", "m=0rpm", "m=1rpm/2rpm", "m=1rps", "=1rpm"])
def test_a_limit_that_is_none_is_named(text: str) -> None:
    with pytest.raises(MisconfiguredError, match="WINNOW_MODEL_LIMITS"):
        parse_rates(text)


def test_two_limits_of_one_model_are_a_mistake() -> None:
    with pytest.raises(MisconfiguredError, match="m twice"):
        parse_rates("m=1rpm,m=2tpm")
