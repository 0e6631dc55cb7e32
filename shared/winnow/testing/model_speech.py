"""How Anthropic and OpenAI write requests and answers."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from winnow.testing.model_script import Answer, Billed, Request

Body = dict[str, Any]

# Every scripted call costs the same
INPUT, OUTPUT, CACHE_READ, CACHE_WRITE = 100, 20, 50, 10
SAME = Billed(INPUT, OUTPUT, CACHE_READ, CACHE_WRITE)
LOGPROB = math.log(0.9)  # of every scripted token


@dataclass(frozen=True, slots=True)
class Speech:
    """`fault` says what is wrong with a request, or nothing; `body` writes an answer."""

    fault: Callable[[Request], str]
    body: Callable[[Answer, Request], Body]


def failure(code: int, text: str) -> Body:
    """An error that both libraries can read."""
    error = {"type": _ERRORS.get(code, "api_error"), "message": text, "code": str(code)}
    return {"type": "error", "error": error}


_ERRORS = {400: "invalid_request_error", 401: "authentication_error", 429: "rate_limit_error"}


def _anthropic_fault(request: Request) -> str:
    body = request.body
    tools = body.get("tools") or [{}]
    native = body.get("output_config", {}).get("format", {}).get("schema")
    schema = native or tools[0].get("input_schema") or {}
    return _first_false(
        {
            "no key": _bearer(request) or request.headers.get("x-api-key"),
            "no anthropic-version": request.headers.get("anthropic-version"),
            "no model": body.get("model"),
            "no max_tokens": body.get("max_tokens"),
            "no system prompt": body.get("system"),
            "the last turn is not the user's": _asks(body),
            "no schema": schema.get("properties"),
            "an open schema": native is None or schema.get("additionalProperties") is False,
        }
    )


def _openai_fault(request: Request) -> str:
    body = request.body
    asked = body.get("response_format", {}).get("json_schema", {})
    schema = asked.get("schema", {})
    return _first_false(
        {
            "no bearer": _bearer(request),
            "no model": body.get("model"),
            "no limit": body.get("max_tokens") or body.get("max_completion_tokens"),
            "no system prompt": body.get("messages", [{}])[0].get("role") == "system",
            "the last turn is not the user's": _asks(body),
            "not strict": asked.get("strict") is True,
            "no schema": schema.get("properties"),
            "an open schema": schema.get("additionalProperties") is False,
            "an optional field": schema.get("required") == list(schema.get("properties", {})),
        }
    )


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def _asks(body: Body) -> bool:
    turns = body.get("messages") or [{}]
    return bool(turns[-1].get("role") == "user" and turns[-1].get("content"))


def _first_false(checks: Mapping[str, object]) -> str:
    return next((fault for fault, passed in checks.items() if not passed), "")


def _anthropic_body(answer: Answer, request: Request) -> Body:
    if answer.does == "fail":
        return failure(answer.status, answer.text)
    endings = {"end": "end_turn", "cut_off": "max_tokens", "refused": "refusal"}
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "scripted",
        "content": [_content(answer, request)],
        "stop_reason": endings[answer.ending],
        "stop_sequence": None,
        "usage": anthropic_usage(answer.billed or SAME),
    }


def _content(answer: Answer, request: Request) -> Body:
    """Call the tool where there is one and the answer can be its input."""
    tools = request.body.get("tools")
    if tools and answer.ending == "end":
        fields = json.loads(answer.text)
        return {"type": "tool_use", "id": "toolu_1", "name": tools[0]["name"], "input": fields}
    return {"type": "text", "text": answer.text}


def _openai_body(answer: Answer, _: Request) -> Body:
    if answer.does == "fail":
        return failure(answer.status, answer.text)
    endings = {"end": "stop", "cut_off": "length", "refused": "stop"}
    is_refusal = answer.ending == "refused"
    message = {
        "role": "assistant",
        "content": None if is_refusal else answer.text,
        "refusal": answer.text if is_refusal else None,
    }
    choice = {
        "index": 0,
        "finish_reason": endings[answer.ending],
        "message": message,
        "logprobs": {"content": [_token(piece) for piece in re.findall(r"\W*\w*", answer.text)]},
    }
    return {
        "id": "chat_1",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [choice],
        "usage": _openai_usage(answer.billed or SAME),
    }


def anthropic_usage(billed: Billed) -> Body:
    """The four kinds of tokens as Anthropic names them."""
    return {
        "input_tokens": billed.input,
        "output_tokens": billed.output,
        "cache_read_input_tokens": billed.cache_read,
        "cache_creation_input_tokens": billed.cache_write,
    }


def _openai_usage(billed: Billed) -> Body:
    prompt = billed.input + billed.cache_read
    return {
        "prompt_tokens": prompt,
        "completion_tokens": billed.output,
        "total_tokens": prompt + billed.output,
        "prompt_tokens_details": {"cached_tokens": billed.cache_read},
    }


def _token(piece: str) -> Body:
    spelt = list(piece.encode())
    return {"token": piece, "bytes": spelt, "logprob": LOGPROB, "top_logprobs": []}


SPEECHES: dict[str, Speech] = {
    "/v1/messages": Speech(_anthropic_fault, _anthropic_body),
    "/v1/chat/completions": Speech(_openai_fault, _openai_body),
}
