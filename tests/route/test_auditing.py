"""What an audit shows, and what it finds."""

from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance
from winnow_route.auditing import veiled

BY = Provenance(decided_by="model:m")


def extraction(**confidences: float) -> Extraction:
    leaves = {
        f"/{name}": Leaf(value=1, confidence=confidence, provenance=BY)
        for name, confidence in confidences.items()
    }
    return Extraction(recipe="r", leaves=leaves, completeness=Completeness(complete=True))


def test_no_value_of_an_audited_document_is_above_its_threshold() -> None:
    draft = extraction(total=0.97, date=0.999, note=0.5)
    told = veiled({"/total": 0.9, "/date": 0.8, "/note": 0.7}, draft, ["/total", "/date"])
    assert 0.97 < told["/total"] < 0.98
    assert 0.999 < told["/date"] <= 1.0
    assert told["/note"] == 0.7


def test_fields_before_one_gate_are_told_one_threshold() -> None:
    draft = extraction(total=0.91, date=0.99)
    told = veiled({"/total": 0.9, "/date": 0.9}, draft, ["/total", "/date"])
    assert told["/total"] == told["/date"] > 0.99
