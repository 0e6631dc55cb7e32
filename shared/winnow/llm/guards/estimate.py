"""How much a call can take at the most, before it is made."""

import json
import math
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel

from winnow.llm.calls import Question
from winnow.llm.tokens import Tokens

# English text has about four characters a token, forms and tables fewer; so this is safely low
CHARACTERS: Final = 2.5
BYTES: Final = 1.5  # a token, of letters beyond ASCII: tokenizers fall back to pairs of bytes


def tokens_in(question: Question[Any]) -> int:
    """Tokens of everything that is sent, rather too many than too few."""
    prompt = question.prompt
    examples = [part for one in prompt.examples for part in (one.text, one.answer)]
    form: type[BaseModel] = question.form
    return math.ceil(sum(map(_tokens, (prompt.task, prompt.text, *examples))) + _of_schema(form))


def tokens_at_most(question: Question[Any]) -> int:
    """Tokens in and out of one call."""
    return tokens_in(question) + question.max_tokens


def most(question: Question[Any]) -> Tokens:
    """What one call may be charged: its prompt is written to the provider's cache."""
    return Tokens(output=question.max_tokens, cache_write=tokens_in(question))


def _tokens(text: str) -> float:
    if text.isascii():
        return len(text) / CHARACTERS
    plain = sum(letter < "\x80" for letter in text)
    return plain / CHARACTERS + (len(text.encode(errors="replace")) - plain) / BYTES


@lru_cache(maxsize=256)
def _of_schema(form: type[BaseModel]) -> float:
    return _tokens(json.dumps(form.model_json_schema()))
