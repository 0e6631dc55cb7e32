"""Whether a model answers through a server as it does in this process, to the byte."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import GetJsonSchemaHandler, RootModel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from winnow.contracts.base import Record
from winnow.contracts.tuning import TrainingExample
from winnow.errors import UnfillableError
from winnow.llm.port import LanguageModel, Prompt

STAGE = "parity"


class Difference(Record):
    """An example that both ways answer otherwise. An answer that failed is told in `<...>`."""

    example: str
    local: str
    served: str
    at: int  # the first character that is another


class Parity(Record):
    """How many examples were compared, and which of them differ.

    `furthest` is the greatest difference between probabilities of a leaf, where both tell them.
    """

    examples: int
    differences: tuple[Difference, ...] = ()
    furthest: float = 0.0

    @property
    def equal(self) -> bool:
        """Whether there was something to compare, and all of it is the same."""
        return self.examples > 0 and not self.differences


async def parity(
    examples: Sequence[TrainingExample],
    local: LanguageModel,
    served: LanguageModel,
    *,
    max_tokens: int = 1024,
    told: Callable[[int], None] = lambda _: None,
) -> Parity:
    """Ask both the same, one after the other, without solved cases as tuned models are asked.

    An answer that fails is compared by its reason. Raises UnreachableError where a model cannot be
    asked; `told` hears how many more are done.
    """
    found, furthest = [], 0.0
    for example in examples:
        ours, mine = await _answer(local, example, max_tokens)
        theirs, others = await _answer(served, example, max_tokens)
        if ours != theirs:
            pairs = enumerate(zip(ours, theirs, strict=False))
            at = next((at for at, (a, b) in pairs if a != b), min(len(ours), len(theirs)))
            found.append(Difference(example=example.id, local=ours, served=theirs, at=at))
        apart = (abs(mine[leaf] - others[leaf]) for leaf in mine.keys() & others.keys())
        furthest = max(furthest, *apart, 0.0)
        told(1)
    return Parity(examples=len(examples), differences=tuple(found), furthest=furthest)


async def _answer(
    model: LanguageModel, example: TrainingExample, max_tokens: int
) -> tuple[str, dict[str, float]]:
    prompt = Prompt(example.asked, example.text)
    try:
        filled = await model.fill(
            form_given(example.form), prompt, stage=STAGE, max_tokens=max_tokens
        )
    except UnfillableError as error:
        return f"<{error.why}>", {}
    return json.dumps(filled.form.root, ensure_ascii=False), filled.probabilities


def form_given(schema: dict[str, Any]) -> type[RootModel[Any]]:
    """A form of this JSON Schema; it takes whatever JSON a model writes, in the order written."""

    class Given(RootModel[Any]):
        @classmethod
        def __get_pydantic_json_schema__(
            cls, _core: CoreSchema, _handler: GetJsonSchemaHandler
        ) -> JsonSchemaValue:
            return dict(schema)

    Given.__name__ = str(schema.get("title", "Form"))
    return Given
