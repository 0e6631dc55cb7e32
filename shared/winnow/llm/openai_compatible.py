"""vLLM and any OpenAI-compatible server by the openai library; the only door to it."""

import time
from typing import Any

import openai
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion
from openai.types.chat.chat_completion import Choice
from pydantic import ValidationError

from winnow.contracts.usage import Usage
from winnow.errors import MisconfiguredError, UnfillableError, UnreachableError, WinnowError
from winnow.llm.forms import problems_of, strict_schema
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.price import price, usage_of
from winnow.llm.probabilities import leaf_probabilities
from winnow.llm.status import error_of
from winnow.llm.tokens import Tokens
from winnow.llm.unfilled import UnfilledError

Turns = list[dict[str, Any]]


class OpenAICompatible:
    """LanguageModel on a chat-completions server that knows `response_format: json_schema`.

    `name` is the served name of a model or of a LoRA adapter. What a server rejects of the optional
    parameters is left out from then on: without log-probabilities `probabilities` is empty.
    """

    def __init__(
        self,
        client: openai.AsyncOpenAI,
        name: str,
        *,
        window: int = 24_000,
        timeout: float = 120.0,
    ) -> None:
        self.name = name
        self.window = window
        self._timeout = timeout
        self._client = client.with_options(max_retries=0, timeout=timeout)
        self.server = str(client.base_url)
        self._optional: dict[str, Any] = {"logprobs": True, "temperature": 0}
        self._limit = "max_tokens"

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """Fill the form; errors as the port says."""
        started = time.perf_counter()
        paid: list[Tokens] = []
        try:
            answer, probabilities = await self._ask(form, prompt, max_tokens, paid)
        except UnfillableError as error:
            if not paid:
                raise
            usage = self._usage(paid, stage, started)
            raise UnfilledError(error.why, error.detail, usage) from error
        return Filled(answer, self._usage(paid, stage, started), probabilities)

    def price_of(self, tokens: Tokens) -> tuple[float | None, str | None]:
        """The list price of whoever has this address; own servers have none."""
        return price(tokens, self.name, url=self.server)

    async def ready(self) -> None:
        """Ask for the list of models; a server that has none to offer is taken as ready."""
        try:
            await self._client.models.list()
        except openai.NotFoundError:
            return
        except openai.APIError as error:
            raise self._translate(error) from error

    async def named(self, name: str) -> "OpenAICompatible":
        """Another model of the server, such as a LoRA adapter, by the name it is served under.

        Raises MisconfiguredError if the server does not list it.
        """
        try:
            listed = await self._client.models.list()
        except openai.APIError as error:
            raise self._translate(error) from error
        served = sorted(model.id for model in listed.data)
        if name not in served:
            raise MisconfiguredError(
                f"{self.server} serves {', '.join(served) or 'nothing'}, and not {name}: load the "
                f"adapter there under that name (vLLM: --lora-modules '{name}=FOLDER')"
            )
        return OpenAICompatible(self._client, name, window=self.window, timeout=self._timeout)

    async def _ask(
        self, form: type[Form], prompt: Prompt, max_tokens: int, paid: list[Tokens]
    ) -> tuple[Form, dict[str, float]]:
        """Call once and check."""
        schema = {"name": form.__name__, "strict": True, "schema": strict_schema(form)}
        completion = await self._create(_turns(prompt), schema, max_tokens)
        paid.append(_tokens(completion.usage))
        choice = _checked_choice(self.name, completion)
        content = choice.message.content or ""
        try:
            return form.model_validate_json(content), _probabilities(choice, content)
        except ValidationError as error:
            raise UnfillableError("invalid", problems_of(error)) from error

    async def _create(
        self, turns: Turns, schema: dict[str, Any], max_tokens: int
    ) -> ChatCompletion:
        """Make one call, made again only while the server rejects an optional parameter."""
        request: dict[str, Any] = {
            "model": self.name,
            "messages": turns,
            "response_format": {"type": "json_schema", "json_schema": schema},
            self._limit: max_tokens,
            **self._optional,
        }
        try:
            completion: object = await self._client.chat.completions.create(**request)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            if not self._adapt(error.message):
                raise self._translate(error) from error
            return await self._create(turns, schema, max_tokens)
        except openai.APIError as error:
            raise self._translate(error) from error
        if not isinstance(completion, ChatCompletion):
            raise UnreachableError(self.name, "something else answered in its place")
        return completion

    def _adapt(self, complaint: str) -> bool:
        """Leave out, for good, the optional parameter that a server complains of, if it does."""
        if self._limit == "max_tokens" and "max_completion_tokens" in complaint:
            self._limit = "max_completion_tokens"
            return True
        rejected = next((name for name in self._optional if name in complaint), None)
        if rejected is None:
            return False
        del self._optional[rejected]
        return True

    def _translate(self, error: openai.APIError) -> WinnowError:
        match error:
            case openai.APITimeoutError():
                return UnreachableError(self.name, f"no answer in {self._timeout:g} s", status=408)
            case openai.APIStatusError():
                return error_of(self.name, error.status_code, error.message, error.response.headers)
            case _:
                return UnreachableError(self.name, str(error))

    def _usage(self, paid: list[Tokens], stage: str, started: float) -> Usage:
        tokens = sum(paid, Tokens())
        cost = self.price_of(tokens)
        seconds = time.perf_counter() - started
        return usage_of(tokens, model=self.name, stage=stage, seconds=seconds, cost=cost)


def _turns(prompt: Prompt) -> Turns:
    turns: Turns = [{"role": "system", "content": prompt.task}]
    for example in prompt.examples:
        turns.append({"role": "user", "content": example.text})
        turns.append({"role": "assistant", "content": example.answer})
    return [*turns, {"role": "user", "content": prompt.text}]


def _checked_choice(model: str, completion: ChatCompletion) -> Choice:
    """Return the answer, or raise for one that no repair can mend."""
    if not completion.choices:
        raise UnreachableError(model, "an answer without choices")
    choice = completion.choices[0]
    if choice.finish_reason == "length":
        raise UnfillableError("cut_off")
    if choice.finish_reason == "content_filter" or choice.message.refusal:
        raise UnfillableError("refused", choice.message.refusal or "content filter")
    return choice


def _probabilities(choice: Choice, content: str) -> dict[str, float]:
    """Read the tokens' log-probabilities, if they were told and do spell the content."""
    told = choice.logprobs.content if choice.logprobs else None
    pieces = [
        (token.token.encode() if token.bytes is None else bytes(token.bytes), token.logprob)
        for token in told or ()
    ]
    spelt = b"".join(piece for piece, _ in pieces)
    return leaf_probabilities(pieces) if spelt.startswith(content.encode()) else {}


def _tokens(usage: CompletionUsage | None) -> Tokens:
    if usage is None:
        return Tokens()
    details = usage.prompt_tokens_details
    cached = (details.cached_tokens or 0) if details else 0
    return Tokens(
        input=max(0, usage.prompt_tokens - cached),
        output=usage.completion_tokens,
        cache_read=cached,
    )
