"""How instructor asks Claude for a form, corrected in two places.

instructor 1.17 asks for native structured output by a parameter (`output_format`) that newer
anthropic libraries no longer have, and falls back to begging in the prompt; and it takes a refusal
for a slip that is worth a repair. The handlers are registered when this module is imported.
"""

from typing import Any

import anthropic
from anthropic.types import Message
from instructor.v2.core.decorators import register_mode_handler
from instructor.v2.core.mode import Mode
from instructor.v2.core.providers import Provider
from instructor.v2.providers.anthropic.handlers import (
    AnthropicStructuredOutputsHandler,
    AnthropicToolsHandler,
)
from pydantic import BaseModel

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.forms import strict_schema

Request = dict[str, Any]


@register_mode_handler(Provider.ANTHROPIC, Mode.JSON_SCHEMA)
class NativeForms(AnthropicStructuredOutputsHandler):  # type: ignore[misc]  # untyped library
    """Claude's own structured output: `output_config.format`."""

    def prepare_request(
        self, response_model: type[BaseModel], kwargs: Request
    ) -> tuple[type[BaseModel], Request]:
        schema = anthropic.transform_schema(strict_schema(response_model))
        form = {"type": "json_schema", "schema": schema}
        return response_model, {**kwargs, "output_config": {"format": form}}

    def parse_response(self, response: Any, *args: Any, **kwargs: Any) -> Any:
        check_ending(response)
        return super().parse_response(response, *args, **kwargs)


@register_mode_handler(Provider.ANTHROPIC, Mode.TOOLS)
class ToolForms(AnthropicToolsHandler):  # type: ignore[misc]  # untyped library
    """The form as the input of a tool that Claude must call."""

    def parse_response(self, response: Any, *args: Any, **kwargs: Any) -> Any:
        check_ending(response)
        return super().parse_response(response, *args, **kwargs)


def check_ending(response: Any) -> None:
    """Raise for an answer that no repair can mend: cut off, refused, or not Claude's at all."""
    if not isinstance(response, Message):
        raise UnreachableError("Claude", "something else answered in its place")
    match response.stop_reason:
        case "max_tokens" | "model_context_window_exceeded":
            raise UnfillableError("cut_off", f"after {response.usage.output_tokens} tokens")
        case "refusal":
            raise UnfillableError("refused", "the model declined to answer")


def blames_the_schema(error: anthropic.BadRequestError) -> bool:
    """Tell whether a 400 is about the form (too complex for native output), not about the text."""
    said = str(error).lower()
    return any(word in said for word in ("schema", "output_config", "grammar", "structured output"))
