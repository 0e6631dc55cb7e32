"""What is committed under docs/ is what the code says."""

import json
from pathlib import Path

import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema
from jsonschema import Draft202012Validator

from winnow import streams
from winnow.reasons import MEANING, REASONS
from winnow.specs.asyncapi import asyncapi
from winnow.specs.compatibility import breaks
from winnow.specs.schemas import schemas
from winnow.specs.write import generated

ROOT = Path(__file__).parents[2]
EVENTS = ROOT / "docs" / "api" / "events"


def test_every_generated_file_is_current() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in generated(ROOT)
        if not path.exists() or path.read_text() != text
    ]
    assert stale == [], "run `make docs-api`"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_published_schema_is_valid_and_compatible(name: str) -> None:
    published = json.loads((EVENTS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(published)
    assert breaks(published, schemas()[name]) == []


def test_no_published_schema_was_dropped() -> None:
    assert {path.stem for path in EVENTS.glob("*.json")} == set(schemas())


def test_the_asyncapi_file_is_well_formed() -> None:
    ApplicationSchema.model_validate(asyncapi())


def test_every_operation_and_channel_of_the_asyncapi_file_exists() -> None:
    spec = asyncapi()
    channels = {f"#/channels/{name}" for name in spec["channels"]}
    assert {one["channel"]["$ref"] for one in spec["operations"].values()} <= channels
    assert {one["address"] for one in spec["channels"].values()} == {
        stream.topic for stream in streams.ALL
    }


def test_every_reason_has_a_meaning() -> None:
    assert tuple(MEANING) == REASONS
