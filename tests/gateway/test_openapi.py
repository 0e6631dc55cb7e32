"""What the published OpenAPI of the HTTP services allows, and near misses of it, is answered."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from winnow.installed import installed_services
from winnow.records.migrate import migrate
from winnow.specs.write import create_with

ASIDE = ("/v1/events", "/version")  # one never ends, the other takes nothing
EXAMPLES = 10  # an operation and mode
PROBLEM = "application/problem+json"


def web_of(name: str, data: Path) -> FastAPI:
    service = create_with(installed_services()[name], data)
    asyncio.run(migrate(service.settings.database_url()))
    assert service.web is not None
    return service.web


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", ["gateway", "review"])
def test_no_request_meets_a_fault(
    name: str, mode: GenerationMode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("winnow.messaging.publisher.KafkaPublisher.publish", silent)
    schema = schemathesis.openapi.from_asgi("/openapi.json", web_of(name, tmp_path))
    statuses: Counter[int] = Counter()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if operation.path in ASIDE:
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any) -> None:
            answer = case.call()
            statuses[answer.status_code] += 1
            assert answer.status_code < 500, (case.operation.label, answer.text)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == [PROBLEM], answer.text

        ask()
    assert sum(statuses.values()) >= EXAMPLES


async def silent(*_: object) -> None:
    """Publish nothing, successfully."""
