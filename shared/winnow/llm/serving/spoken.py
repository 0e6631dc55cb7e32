"""What a chat-completions server is asked and answers: the part of it that fills forms."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from winnow.llm.engine import Answer
from winnow.llm.port import Example, Prompt


class Message(BaseModel):
    """One turn; texts only."""

    role: Literal["system", "user", "assistant"]
    content: str


class NamedSchema(BaseModel):
    """A form. Its schema must be in the strict shape: objects closed, every property required."""

    model_config = ConfigDict(populate_by_name=True)

    name: str = "form"
    strict_schema: dict[str, Any] = Field(alias="schema")


class ResponseFormat(BaseModel):
    """Answers are JSON that fits a schema, and nothing else."""

    type: Literal["json_schema"]
    json_schema: NamedSchema


class Request(BaseModel):
    """A chat completion. What is not named here is ignored: decoding is greedy."""

    model: str
    messages: list[Message] = Field(min_length=2)
    response_format: ResponseFormat
    max_tokens: int | None = Field(default=None, ge=1)
    max_completion_tokens: int | None = Field(default=None, ge=1)
    logprobs: bool = False
    stream: Literal[False] | None = None

    @property
    def room(self) -> int:
        """The longest answer in tokens."""
        return self.max_completion_tokens or self.max_tokens or 2048


def prompt_of(messages: list[Message]) -> Prompt:
    """The prompt whose turns these are; ValueError if they are not task, examples and text."""
    task, *turns, last = messages
    users, assistants = turns[0::2], turns[1::2]
    roles = [one.role for one in messages]
    if roles != ["system", *["user", "assistant"] * len(assistants), "user"]:
        raise ValueError("messages must be: system, then user and assistant in turn, then user")
    examples = tuple(
        Example(user.content, assistant.content)
        for user, assistant in zip(users, assistants, strict=True)
    )
    return Prompt(task.content, last.content, examples)


def completion(answer: Answer, model: str, called: str, at: int, *, logprobs: bool) -> Any:
    """The body of an answer. An answer that reached its limit says `length`, and is no whole JSON.

    A token's `bytes` are exact; its `token` is them as text, as far as they are some.
    """
    written = answer.written
    told = [
        {
            "token": piece.decode(errors="replace"),
            "bytes": list(piece),
            "logprob": logprob,
            "top_logprobs": [],
        }
        for piece, logprob in written.pieces
    ]
    tokens = answer.tokens
    prompt = tokens.input + tokens.cache_read
    choice = {
        "index": 0,
        "message": {
            "role": "assistant",
            "content": written.raw.decode(errors="replace"),
            "refusal": None,
        },
        "finish_reason": "stop" if written.finished else "length",
        "logprobs": {"content": told, "refusal": None} if logprobs else None,
    }
    return {
        "id": called,
        "object": "chat.completion",
        "created": at,
        "model": model,
        "choices": [choice],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": tokens.output,
            "total_tokens": prompt + tokens.output,
            "prompt_tokens_details": {"cached_tokens": tokens.cache_read},
        },
    }
