"""JSON Schemas of the events and of what they point at."""

from typing import Any, Final

from pydantic import BaseModel

from winnow import streams
from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.results import ResultBody

STORED: Final[dict[str, type[BaseModel]]] = {
    "winnow.stored.parsed-document.v1": ParsedDocument,
    "winnow.stored.extraction.v1": Extraction,
    "winnow.stored.result-body.v1": ResultBody,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Schema by type: every event of the map, and the stored JSON that events point at."""
    carried: dict[str, type[BaseModel]] = {
        stream.carries.type: stream.carries for stream in streams.ALL
    }
    return {name: _schema(name, model) for name, model in sorted((carried | STORED).items())}


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:winnow:schema:{name}",
        **model.model_json_schema(mode="validation"),
    }
