"""What a base model is, not only what it is called: a hash of its weights, or its provider's id."""

import os
from dataclasses import dataclass
from typing import Final

from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.llm.choice import chosen
from winnow.llm.weights import BASE_NAME, base_hash

LONGEST: Final = 20.0  # seconds for an answer


@dataclass(frozen=True, slots=True)
class Identity:
    """A base's name, and what changes when the model behind the name does."""

    base: str
    identity: str


async def identity_of(settings: Settings) -> Identity:
    """Ask what stands behind the model of the settings; UnreachableError if nobody answers.

    Providers move names such as `latest` to newer models, and a server may load other weights
    under the name that it had: both tell of it in their lists of models.
    """
    match chosen(settings):
        case "claude":
            return Identity(settings.claude_model, await _claude(settings.claude_model))
        case "openai":
            return Identity(settings.openai_model, await _openai(settings))
        case _:
            return Identity(BASE_NAME, base_hash())


async def _claude(name: str) -> str:
    from anthropic import AnthropicError, AsyncAnthropic

    try:
        async with AsyncAnthropic(api_key=os.environ.get("ANTHROPIC_API_KEY", "")) as client:
            found = await client.models.retrieve(name, timeout=LONGEST)
    except AnthropicError as error:
        raise UnreachableError(name, str(error)) from error
    return f"{found.id} of {found.created_at:%Y-%m-%d}"


async def _openai(settings: Settings) -> str:
    """`created` is left out: vLLM tells when it was started."""
    from openai import AsyncOpenAI, OpenAIError

    key = settings.openai_api_key.get_secret_value() or "none"
    try:
        async with AsyncOpenAI(base_url=settings.openai_base_url, api_key=key) as client:
            found = await client.models.retrieve(settings.openai_model, timeout=LONGEST)
    except OpenAIError as error:
        raise UnreachableError(settings.openai_model, str(error)) from error
    root = (found.model_extra or {}).get("root") or found.id
    return f"{found.id} of {root}, {found.owned_by}"
