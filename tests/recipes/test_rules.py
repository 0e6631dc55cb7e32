"""CEL rules over extracted data."""

import pytest

from winnow.recipes.recipe import Recipe, Rule
from winnow.recipes.rules import broken_rules, rule_fault

FIELDS = {
    "type": "object",
    "properties": {
        "total": {"type": "number"},
        "count": {"type": "integer"},
        "day": {"type": "string", "format": "date"},
        "rows": {
            "type": "array",
            "items": {"type": "object", "properties": {"amount": {"type": "number"}}},
        },
    },
}
SUM = "near(sum(data.rows.map(r, r.amount)), data.total)"


def is_broken(expr: str, data: dict[str, object]) -> bool:
    recipe = Recipe(
        recipe="thing",
        version=1,
        title="T",
        description="D",
        fields=FIELDS,
        rules=(Rule(id="it", expr=expr, message="m"),),
    )
    return broken_rules(recipe, data) == ("it",)


@pytest.mark.parametrize(
    ("expr", "data", "broken"),
    [
        (SUM, {"rows": [{"amount": 1.1}, {"amount": 2.2}], "total": 3.3}, False),
        (SUM, {"rows": [{"amount": 1.1}, {"amount": 2.2}], "total": 3.32}, False),
        (SUM, {"rows": [{"amount": 1.1}, {"amount": 2.2}], "total": 3.33}, True),
        (SUM, {"rows": [{"amount": 1.1}, {"amount": None}], "total": 9.0}, False),
        (SUM, {"rows": [{"amount": 1.1}], "total": None}, False),
        (SUM, {"rows": [{"amount": 1.1}]}, False),
        ("near(data.total, 5.0, 1.0)", {"total": 5.9}, False),
        ("near(data.total, 5.0, 1.0)", {"total": 6.1}, True),
        ("data.count > 2.0", {"count": 3}, False),
        ("data.count > 2.0", {"count": 2}, True),
        ("data.total == 5.0", {"total": 5}, False),
        ("data.total == 5.0", {"total": None}, False),
        ("data.day < '2026-06-01'", {"day": "2026-05-31"}, False),
        ("data.day < '2026-06-01'", {"day": "2026-06-01"}, True),
        ("has(data.total) || has(data.count)", {"total": None, "count": 1}, False),
        ("has(data.total) || has(data.count)", {"total": None, "count": None}, True),
        ("data.rows.all(r, r.amount > 0.0)", {"rows": [{"amount": None}, {"amount": -1.0}]}, True),
    ],
)
def test_a_rule_is_broken_only_if_it_is_false(
    expr: str, data: dict[str, object], broken: bool
) -> None:
    assert is_broken(expr, data) is broken


@pytest.mark.parametrize("expr", [SUM, "has(data.total)", "timestamp(data.day) > timestamp('x')"])
def test_a_rule_that_can_be_computed_has_no_fault(expr: str) -> None:
    assert rule_fault(expr, FIELDS) is None


@pytest.mark.parametrize(
    ("expr", "told"),
    [
        ("data.totl > 1.0", "'totl'"),
        ("data.rows.all(r, r.amout > 1.0)", "'amout'"),
        ("dat.total > 1.0", "knows only `data`"),
        ("data.total == 1", "write 3.0, not 3"),
        ("data.total + data.day == 'x'", "different types"),
        ("data.total", "true or false"),
        ("data.total >", "cannot be read"),
    ],
)
def test_a_rule_that_never_could_is_told_apart(expr: str, told: str) -> None:
    assert told in (rule_fault(expr, FIELDS) or "")
