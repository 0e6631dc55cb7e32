"""A recipe's gates: by field, each with its own rate; closed, in words, where nothing is proven."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from winnow.calibration import Gate, document_score, fields_hash, fit, gates_for
from winnow.contracts.calibration import Calibration, Judged
from winnow.recipes.recipe import Recipe, Rule

pytest.importorskip("scipy")

MODEL = "model-of-the-test"
Make = Callable[..., list[Judged]]


@pytest.fixture
def calibration(recipe: Recipe, make: Make) -> Calibration:
    return fit(recipe, make(400), model=MODEL, seed=1)


def changed(recipe: Recipe, **changes: object) -> Recipe:
    return recipe.model_copy(update=changes)


def test_each_field_has_a_gate_and_its_own_rate_goes_before_the_recipes(
    recipe: Recipe, calibration: Calibration
) -> None:
    gates = gates_for(recipe, calibration)
    assert set(gates) == {"/shop", "/total", "/items/*/amount"}
    assert gates["/shop"].error_at_most is not None
    assert gates["/shop"].error_at_most <= 0.05
    assert gates["/total"].error_at_most is not None
    assert 0.05 < gates["/total"].error_at_most <= 0.1


def test_a_document_gate_stands_under_the_empty_key(
    recipe: Recipe, calibration: Calibration
) -> None:
    gates = gates_for(changed(recipe, promise="document", tolerated_error=0.1), calibration)
    assert set(gates) == {"", "/total"}
    document = gates[""]
    assert document.threshold is not None
    assert 0 < document.coverage < gates["/total"].coverage


def test_without_a_rate_nothing_is_promised(recipe: Recipe, calibration: Calibration) -> None:
    assert set(gates_for(changed(recipe, tolerated_error=None), calibration)) == {"/total"}


def test_a_recipe_that_is_not_calibrated_has_closed_gates_that_say_so(recipe: Recipe) -> None:
    gate = gates_for(recipe, None)["/shop"]
    assert not gate.accepts(1.0)
    assert "winnow calibrate slip" in gate.why
    assert gate.needed == 100  # 60 held out, and two for every three of them to learn from


def test_a_recipe_that_changed_has_closed_gates_that_say_so(
    recipe: Recipe, calibration: Calibration
) -> None:
    other = changed(recipe, instructions="Read the last page only.")
    gate = gates_for(other, calibration)["/shop"]
    assert not gate.accepts(1.0)
    assert "has changed since" in gate.why


def test_rates_may_change_without_a_new_calibration(recipe: Recipe) -> None:
    fields = {
        **recipe.fields,
        "properties": {**recipe.fields["properties"], "total": {"type": "number"}},
    }
    same = changed(recipe, fields=fields, tolerated_error=0.01, assurance=0.99, audit_share=0.5)
    assert fields_hash(same) == fields_hash(recipe)


def test_what_shapes_values_or_signals_asks_for_a_new_calibration(recipe: Recipe) -> None:
    properties = recipe.fields["properties"]
    for other in (
        changed(recipe, fields={**recipe.fields, "properties": {"shop": properties["shop"]}}),
        changed(recipe, rules=(Rule(id="a", expr="data.total > 0.0", message="m"),)),
        changed(recipe, must_have=("/shop",)),
        changed(recipe, instructions="Other words."),
    ):
        assert fields_hash(other) != fields_hash(recipe)


def test_a_field_called_like_a_rate_is_part_of_the_schema(recipe: Recipe) -> None:
    plain = {"type": "object", "properties": {"shop": {"type": "string"}}}
    odd = {
        "type": "object",
        "properties": {"shop": {"type": "string"}, "tolerated_error": {"type": "number"}},
    }
    assert fields_hash(changed(recipe, fields=plain)) != fields_hash(changed(recipe, fields=odd))


def test_a_lower_rate_lets_less_through(recipe: Recipe, calibration: Calibration) -> None:
    coverages = [
        gates_for(changed(recipe, tolerated_error=rate), calibration)["/shop"].coverage
        for rate in (0.01, 0.05, 0.2)
    ]
    assert coverages == sorted(coverages)
    assert coverages[0] < coverages[-1]


def test_a_document_is_as_sure_as_its_weakest_must_have_value(recipe: Recipe) -> None:
    rated: dict[str, tuple[str | float | None, float]] = {
        "/shop": ("A", 0.9),
        "/total": (1.0, 0.8),
        "/items/0/amount": (1.0, 0.1),
    }
    assert document_score(recipe, rated) == 0.8
    assert document_score(recipe, {**rated, "/total": (None, 0.8)}) == 0.0
    assert document_score(recipe, {"/shop": ("A", 0.9)}) == 0.0
    assert document_score(changed(recipe, must_have=("/items",)), rated) == 0.1
    assert document_score(changed(recipe, must_have=()), rated) == 0.1
    assert not Gate(0.01).accepts(document_score(recipe, {}))


def test_services_need_no_numerical_library() -> None:
    """What a service imports to rate, to gate and to audit loads neither of them."""
    program = """
import sys, winnow.calibration as c
c.gate([], 0.05, 0.95), c.audit_breach(10, 5, 0.02, 0.95)
print([name for name in ("numpy", "scipy", "sklearn", "matplotlib") if name in sys.modules])
"""
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
