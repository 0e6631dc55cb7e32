"""Values pass their fields' gates, or the gate of their document."""

from typing import Any

from winnow.calibration.accepting import verdict
from winnow.calibration.bound import Gate
from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance
from winnow.recipes.recipe import Recipe

RECIPE = Recipe(
    recipe="slip",
    version=1,
    title="Slip",
    description="A slip.",
    fields={"type": "object", "properties": {}},
    must_have=("/company", "/party"),
)
GATES = {"/company": Gate(0.9), "/party/*": Gate(0.8), "/note": Gate(None, why="too few", needed=7)}


def extraction(**values: tuple[Any, float]) -> Extraction:
    by = Provenance(decided_by="model:m")
    return Extraction(
        recipe="slip",
        leaves={
            f"/{name.replace('__', '/')}": Leaf(value=value, confidence=sure, provenance=by)
            for name, (value, sure) in values.items()
        },
        completeness=Completeness(complete=True),
    )


def test_each_value_is_held_against_the_gate_of_its_field() -> None:
    found = verdict(
        extraction(company=("X", 0.9), party__0=("A", 0.8), party__1=("B", 0.79)), RECIPE, GATES
    )
    assert found.accepted == {"/company", "/party/0"}
    assert dict(found.doubts) == {"/party/1": "only 79% certain"}
    assert not found.passes


def test_a_value_that_need_not_be_there_holds_nothing_back() -> None:
    found = verdict(
        extraction(company=("X", 0.95), party__0=("A", 0.9), note=("n", 1.0)), RECIPE, GATES
    )
    assert found.accepted == {"/company", "/party/0"}
    assert found.passes


def test_a_gate_that_lets_nothing_through_says_why() -> None:
    closed = {**GATES, "/company": GATES["/note"]}
    found = verdict(extraction(company=("X", 1.0), party__0=("A", 1.0)), RECIPE, closed)
    assert dict(found.doubts) == {
        "/company": "too few; at least 7 more labelled documents are needed"
    }


def test_a_null_never_passes_and_is_never_in_doubt() -> None:
    found = verdict(extraction(company=(None, 1.0), party__0=("A", 1.0)), RECIPE, GATES)
    assert found.accepted == {"/party/0"}
    assert not found.doubts


def test_where_documents_are_promised_all_must_have_values_pass_or_none() -> None:
    gates = {"": Gate(0.95), "/note": Gate(0.5)}
    strong = verdict(
        extraction(company=("X", 0.96), party__0=("A", 0.95), note=("n", 0.6)), RECIPE, gates
    )
    weak = verdict(
        extraction(company=("X", 0.99), party__0=("A", 0.94), note=("n", 0.6)), RECIPE, gates
    )
    assert strong.accepted == {"/company", "/party/0", "/note"}
    assert strong.passes
    assert weak.accepted == {"/note"}
    assert list(weak.doubts) == ["/party/0"]


def test_where_there_is_no_value_there_is_nothing_to_go_by() -> None:
    assert not verdict(extraction(), RECIPE, {"": Gate(0.5)}).passes
