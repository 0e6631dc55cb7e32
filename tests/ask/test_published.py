"""What the published OpenAPI of ask allows, and near misses, is answered as it says."""

import asyncio
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

Office = Any  # see conftest.py
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EVENTS = "/v1/questions/{question_id}/events"


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_the_description_names(office: Office, mode: Any) -> None:
    known = asyncio.run(office.ask())["id"]
    drawing = settings(
        max_examples=10,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    statuses = set()

    def ask(case: Any, there: bool) -> None:
        if there and "question_id" in case.path_parameters:
            case.path_parameters["question_id"] = known
        answer = case.call(headers={"X-API-Key": "k-ann"})
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    found = schemathesis.openapi.from_asgi("/openapi.json", office.web).get_all_operations()
    for operation in found:
        assert isinstance(operation, Ok)
        if operation.ok().path != EVENTS:
            cases = operation.ok().as_strategy(generation_mode=mode)
            drawing(given(case=cases, there=st.booleans())(ask))()
    assert 200 in statuses
