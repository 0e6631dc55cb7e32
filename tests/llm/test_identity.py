"""What stands behind a model's name is asked of who serves it."""

import json

import pytest

from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.llm.identity import identity_of
from winnow.testing.model_script import Request
from winnow.testing.model_server import ModelServer


async def openai_identity(**told: object) -> str:
    def others(request: Request) -> bytes | None:
        assert request.path == "/models/receipts"
        about = {"id": "receipts", "object": "model", "created": 1, "owned_by": "vllm", **told}
        return json.dumps(about).encode()

    async with ModelServer([], others=others) as server:
        settings = Settings(model="openai", openai_base_url=server.url, openai_model="receipts")
        found = await identity_of(settings)
    assert found.base == "receipts"
    return found.identity


async def test_a_server_that_loaded_other_weights_under_a_name_is_told_apart() -> None:
    first = await openai_identity(root="weights/1")
    assert first == await openai_identity(root="weights/1", created=2)
    assert first != await openai_identity(root="weights/2")


async def test_a_name_of_claude_tells_the_model_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def others(request: Request) -> bytes | None:
        assert request.path == "/v1/models/claude-latest"
        about = {
            "id": "claude-5",
            "type": "model",
            "display_name": "Claude",
            "created_at": "2026-01-02T00:00:00Z",
        }
        return json.dumps(about).encode()

    async with ModelServer([], others=others) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "key")
        found = await identity_of(Settings(model="claude", claude_model="claude-latest"))
    assert (found.base, found.identity) == ("claude-latest", "claude-5 of 2026-01-02")


async def test_who_does_not_answer_is_not_taken_for_another_model() -> None:
    settings = Settings(
        model="openai", openai_base_url="http://127.0.0.1:9/v1", openai_model="receipts"
    )
    with pytest.raises(UnreachableError, match="receipts"):
        await identity_of(settings)
