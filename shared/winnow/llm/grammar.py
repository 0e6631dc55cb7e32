"""Forms as grammars by llguidance: which tokens may come next, and which must."""

import json
from collections import OrderedDict
from typing import Any

import llguidance.hf
import numpy as np
from llguidance import LLMatcher
from numpy.typing import NDArray
from pydantic import BaseModel

from winnow.errors import MisconfiguredError, UnfillableError
from winnow.llm.forms import Schema, strict_schema

_KEPT = 64  # compiled grammars; compiling takes milliseconds, so few are enough
# The spelling that the examples are given in too: as close as can be to what models were trained on
SEPARATORS = (", ", ": ")
_SPELLING = {
    "whitespace_flexible": False,
    "item_separator": SEPARATORS[0],
    "key_separator": SEPARATORS[1],
}


class Grammars:
    """Compiles forms for one tokenizer."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokens = llguidance.hf.from_tokenizer(tokenizer)
        self._compiled: OrderedDict[str, Any] = OrderedDict()

    def start(self, form: type[BaseModel]) -> "Writing":
        """Begin a form; raise MisconfiguredError for a schema that cannot be made a grammar."""
        return self.start_schema(strict_schema(form), form.__name__)

    def start_schema(self, strict: Schema, title: str) -> "Writing":
        """Begin a form given as its strict schema; `title` is what an error calls it."""
        schema = json.dumps(strict)
        if schema not in self._compiled:
            grammar = LLMatcher.grammar_from_json_schema(schema, overrides=_SPELLING)
            matcher = LLMatcher(self._tokens, grammar, log_level=0)
            if matcher.is_error():
                raise MisconfiguredError(f"form {title}: {matcher.get_error()}")
            self._compiled[schema] = matcher
        self._compiled.move_to_end(schema)
        if len(self._compiled) > _KEPT:
            self._compiled.popitem(last=False)
        return Writing(self._tokens, self._compiled[schema].deep_copy())


class Writing:
    """One form being written, token by token."""

    def __init__(self, tokens: Any, matcher: Any) -> None:
        self._tokens = tokens
        self._matcher = matcher

    @property
    def finished(self) -> bool:
        """Whether the form is whole and nothing may follow."""
        return bool(self._matcher.is_stopped())

    def allowed(self) -> NDArray[np.bool_]:
        """Return for every token whether it may come next; shape (vocabulary,)."""
        bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        self._check()
        size = self._tokens.vocab_size
        return np.unpackbits(bits, count=size, bitorder="little").view(np.bool_)

    def fitting(self, tokens: list[int]) -> list[int]:
        """Return the tokens up to the first that may not stand there."""
        return tokens[: self._matcher.validate_tokens(tokens)] if tokens else []

    def write(self, token: int) -> None:
        """Take the token that was chosen."""
        self._matcher.consume_token(token)
        self._check()

    def write_forced(self) -> list[int]:
        """Take the tokens that must follow, such as keys, and return them; often none."""
        forced: list[int] = self._matcher.compute_ff_tokens()
        if forced:
            self._matcher.consume_tokens(forced)
        self._check()
        return forced

    def spell(self, token: int) -> bytes:
        """Return a token's bytes; a character may be spread over several."""
        return bytes(self._tokens.decode_bytes([token]))

    def byte(self, value: int) -> int:
        """Return the token that spells one byte."""
        tokens: list[int] = self._tokens.tokenize_bytes(bytes([value]))
        return tokens[0]

    def _check(self) -> None:
        if self._matcher.is_error():
            raise UnfillableError("invalid", self._matcher.get_error())
