"""Probes say whether a service may live and may be used, and why not."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from winnow.errors import UnreachableError
from winnow.observability import probes
from winnow.observability.probes import add_probes, causes


async def well() -> None:
    """Nothing is wrong."""


async def silent() -> None:
    raise UnreachableError("Weaviate", "refused")


async def ask(path: str, halted: str | None = None, **checks: probes.Probe) -> httpx.Response:
    add_probes(web := FastAPI(), "embed", checks, lambda: halted)
    transport = httpx.ASGITransport(web)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
        return await http.get(path)


async def test_a_service_is_ready_when_all_it_needs_is() -> None:
    answer = await ask("/readyz", blobs=well)
    assert (answer.status_code, answer.json()["ready"]) == (200, True)


async def test_the_cause_of_not_being_ready_is_told_by_dependency() -> None:
    answer = await ask("/readyz", blobs=well, weaviate=silent)
    assert answer.status_code == 503
    assert answer.json()["causes"] == {"weaviate": "Weaviate did not answer: refused"}


async def test_a_silent_dependency_does_not_make_a_service_dead() -> None:
    assert (await ask("/livez", weaviate=silent)).status_code == 200


async def test_a_halted_service_is_dead_and_says_why() -> None:
    for path in ("/livez", "/readyz"):
        answer = await ask(path, halted="recipes are faulty")
        assert (answer.status_code, answer.json()["causes"]) == (
            503,
            {"halted": "recipes are faulty"},
        )


async def test_a_dependency_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(probes, "PATIENCE", 0.05)
    assert "no answer" in (await causes({"slow": hangs}))["slow"]


async def test_metrics_are_in_prometheus_form() -> None:
    answer = await ask("/metrics")
    assert "winnow_events_total" in answer.text
