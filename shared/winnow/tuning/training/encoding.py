"""A training example as the tokens that serving reads and writes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError, UnfillableError
from winnow.llm.encoding import encode
from winnow.llm.forms import closed_schema
from winnow.llm.grammar import SEPARATORS, Grammars, Writing
from winnow.llm.port import Prompt


@dataclass(frozen=True, slots=True)
class Encoded:
    """`prefix` is what all examples of a task share, `rest` the document and the turn's opening.

    `chosen` tells of each token of the answer whether the model chooses it; what the form's grammar
    forces at serving (keys, punctuation) is read but not learnt.
    """

    id: str
    prefix: tuple[int, ...]
    rest: tuple[int, ...]
    answer: tuple[int, ...]
    chosen: tuple[bool, ...]

    @property
    def length(self) -> int:
        """Tokens without the shared prefix."""
        return len(self.rest) + len(self.answer)


class Encoder:
    """Encodes examples for one base. `context` is how many tokens it can look at."""

    def __init__(self, tokenizer: Any, context: int) -> None:
        self._tokenizer = tokenizer
        self._context = context
        self._grammars = Grammars(tokenizer)

    def encode(self, examples: Sequence[TrainingExample]) -> list[Encoded]:
        """Raises MisconfiguredError that names each example which does not fit form or context."""
        encoded, faults = [], []
        for example in examples:
            try:
                encoded.append(self._encode(example))
            except MisconfiguredError as error:
                faults.append(str(error))
        if faults:
            more = [f"and {len(faults) - 20} more"] if len(faults) > 20 else []
            raise MisconfiguredError("\n".join([*faults[:20], *more]))
        return encoded

    def writing(self, example: TrainingExample) -> Writing:
        """The example's form, nothing written yet."""
        return self._grammars.start_schema(closed_schema(example.form), example.recipe)

    def _encode(self, example: TrainingExample) -> Encoded:
        prefix, rest = encode(self._tokenizer, Prompt(task=example.asked, text=example.text))
        try:
            said = json.dumps(json.loads(example.answer), ensure_ascii=False, separators=SEPARATORS)
            answer, chosen = self._answer(said.encode(), self.writing(example))
        except (UnfillableError, ValueError) as error:
            raise MisconfiguredError(
                f"example {example.id} (document {example.document}): its answer does not fit the "
                f"form: {error}; label it anew, or leave it out"
            ) from error
        length = len(prefix) + len(rest) + len(answer)
        if length > self._context:
            raise MisconfiguredError(
                f"example {example.id} (document {example.document}) has {length} tokens, and the "
                f"base looks at {self._context}: cut the document, or leave it out"
            )
        return Encoded(example.id, tuple(prefix), tuple(rest), tuple(answer), tuple(chosen))

    def _answer(self, said: bytes, writing: Writing) -> tuple[list[int], list[bool]]:
        """The tokens by which a decoder under the grammar would write these bytes."""
        tokens: list[int] = []
        chosen: list[bool] = []
        at, spelt = 0, list[int]()
        while True:
            for token in writing.write_forced():
                at, spelt = self._past(token, said, at, writing), []
                tokens.append(token)
                chosen.append(False)
            if writing.finished:
                break
            spelt = spelt or self._spell(said[at:], writing)
            token = spelt.pop(0)
            at = self._past(token, said, at, writing)
            writing.write(token)
            tokens.append(token)
            chosen.append(True)
        if at != len(said):
            raise ValueError(f"{said[at:].decode(errors='replace')[:40]!r} is left over")
        return tokens, chosen

    def _past(self, token: int, said: bytes, at: int, writing: Writing) -> int:
        piece = writing.spell(token)
        if said[at : at + len(piece)] != piece:
            expected, found = piece.decode(errors="replace"), said[at : at + 20]
            raise ValueError(f"{expected!r} must stand where {found.decode(errors='replace')!r} is")
        return at + len(piece)

    def _spell(self, said: bytes, writing: Writing) -> list[int]:
        """The tokenizer's own tokens; where a forced token split a character, its bytes' tokens."""
        if not said:
            raise ValueError("it ends too early")
        whole = next((at for at, byte in enumerate(said) if byte & 0xC0 != 0x80), len(said))
        if whole:
            return [writing.byte(byte) for byte in said[:whole]]
        tokens: list[int] = self._tokenizer.encode(
            said.decode(), add_special_tokens=False, split_special_tokens=True
        )
        return tokens
