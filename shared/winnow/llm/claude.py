"""Claude by instructor and anthropic; the only door to the two libraries."""

import json
import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import anthropic
import instructor
from anthropic.types import Message
from instructor.core.exceptions import InstructorRetryException
from instructor.core.hooks import HookName, Hooks
from pydantic import ValidationError

from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError, UnreachableError, WinnowError
from winnow.llm.claude_forms import blames_the_schema
from winnow.llm.forms import problems_of
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.price import price, usage_of
from winnow.llm.status import error_of
from winnow.llm.tokens import Tokens
from winnow.llm.unfilled import UnfilledError

if TYPE_CHECKING:
    from winnow.llm.claude_batches import ClaudeBatches

logging.getLogger("instructor").setLevel(logging.CRITICAL)  # it logs pieces of documents

_CACHED = {"cache_control": {"type": "ephemeral"}}
_TRUSTED_FOR = 60.0  # seconds that a probe's good news holds


class Claude:
    """LanguageModel on Anthropic's API with native structured output.

    A form that the server finds too complex for that (it bounds the number of unions) is asked for
    as a forced tool call instead, from then on. The SDK's own retries are off: the bus waits and
    retries. Claude tells no token probabilities.
    """

    def __init__(
        self,
        client: anthropic.AsyncAnthropic,
        name: str,
        *,
        window: int = 400_000,
        timeout: float = 120.0,
    ) -> None:
        self.name = name
        self.window = window
        self._timeout = timeout
        self._client = client.with_options(max_retries=0, timeout=timeout)
        self.server = str(client.base_url)
        self._native = instructor.from_anthropic(self._client, mode=instructor.Mode.JSON_SCHEMA)
        self._tools = instructor.from_anthropic(self._client, mode=instructor.Mode.TOOLS)
        self._too_complex: set[str] = set()
        self._trusted_until = 0.0

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """Fill the form; errors as the port says, `probabilities` empty."""
        started = time.perf_counter()
        paid: list[Tokens] = []
        try:
            answer = await self._ask(form, prompt, max_tokens, paid)
        except UnfillableError as error:
            if not paid:
                raise
            usage = self._usage(paid, stage, started)
            raise UnfilledError(error.why, error.detail, usage) from error
        return Filled(answer, self._usage(paid, stage, started))

    def batches(self) -> "ClaudeBatches":
        """The same model, asked many questions at once."""
        from winnow.llm.claude_batches import ClaudeBatches

        return ClaudeBatches(self._client, self.name)

    def price_of(self, tokens: Tokens) -> tuple[float | None, str | None]:
        """Anthropic's list price."""
        return price(tokens, self.name, provider="anthropic")

    async def ready(self) -> None:
        """Ask for the model's card, at no cost and at most once a minute."""
        if time.monotonic() < self._trusted_until:
            return
        try:
            await self._client.models.retrieve(self.name)
        except anthropic.APIError as error:
            raise self._translate(error) from error
        self._trusted_until = time.monotonic() + _TRUSTED_FOR

    async def _ask(
        self, form: type[Form], prompt: Prompt, max_tokens: int, paid: list[Tokens]
    ) -> Form:
        """Ask natively, or by tool if the form is known, or now found, to be too complex."""
        known = json.dumps(form.model_json_schema(), sort_keys=True)
        if known not in self._too_complex:
            try:
                return await self._create(self._native, form, prompt, max_tokens, paid)
            except anthropic.BadRequestError as error:
                if not blames_the_schema(error):
                    raise self._translate(error) from error
                self._too_complex.add(known)
        try:
            return await self._create(self._tools, form, prompt, max_tokens, paid)
        except anthropic.BadRequestError as error:
            raise self._translate(error) from error

    async def _create(
        self, client: Any, form: type[Form], prompt: Prompt, max_tokens: int, paid: list[Tokens]
    ) -> Form:
        """Make one call through instructor; a 400 is raised as it came."""
        hooks = Hooks()
        hooks.on(HookName.COMPLETION_RESPONSE, lambda message: _note(message, paid))
        try:
            answer = await client.create(
                model=self.name,
                max_tokens=max_tokens,
                max_retries=0,  # a repair is a question of its own
                response_model=form,
                system=[{"type": "text", "text": prompt.task, **_CACHED}],
                messages=turns_of(prompt),
                hooks=hooks,
            )
        except InstructorRetryException as error:
            if isinstance(error.__cause__, anthropic.BadRequestError):
                raise error.__cause__ from error
            raise self._translate(error.__cause__ or error) from error
        # instructor answers with a subclass of its own making
        return form.model_validate(answer.model_dump(by_alias=True))

    def _translate(self, error: BaseException) -> WinnowError:
        match error:
            case WinnowError():
                return error
            case anthropic.APITimeoutError():
                return UnreachableError(self.name, f"no answer in {self._timeout:g} s", status=408)
            case anthropic.APIStatusError():
                return error_of(self.name, error.status_code, error.message, error.response.headers)
            case anthropic.APIError():
                return UnreachableError(self.name, str(error))
            case ValidationError():
                return UnfillableError("invalid", problems_of(error))
            case _:
                return UnfillableError("invalid", type(error).__name__)

    def _usage(self, paid: Sequence[Tokens], stage: str, started: float) -> Usage:
        tokens = sum(paid, Tokens())
        cost = self.price_of(tokens)
        seconds = time.perf_counter() - started
        return usage_of(tokens, model=self.name, stage=stage, seconds=seconds, cost=cost)


def turns_of(prompt: Prompt) -> list[dict[str, Any]]:
    """Write examples as earlier turns, the last one closing what the server may cache."""
    turns: list[dict[str, Any]] = []
    for example in prompt.examples:
        turns.append({"role": "user", "content": [{"type": "text", "text": example.text}]})
        turns.append({"role": "assistant", "content": [{"type": "text", "text": example.answer}]})
    if turns:
        turns[-1]["content"][0].update(_CACHED)
    return [*turns, {"role": "user", "content": [{"type": "text", "text": prompt.text}]}]


def _note(message: Any, paid: list[Tokens]) -> None:
    """Count at once, whatever becomes of the answer."""
    if isinstance(message, Message):
        paid.append(tokens_of(message))


def tokens_of(message: Message) -> Tokens:
    usage = message.usage
    return Tokens(
        input=usage.input_tokens,
        output=usage.output_tokens,
        cache_read=usage.cache_read_input_tokens or 0,
        cache_write=usage.cache_creation_input_tokens or 0,
    )
