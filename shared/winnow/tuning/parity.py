"""Whether a model answers on a path that serves as it did where it was measured, to the byte."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic import GetJsonSchemaHandler, RootModel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from winnow.contracts.tuning import TrainingExample
from winnow.errors import UnfillableError
from winnow.llm.port import LanguageModel, Prompt
from winnow.registry.evidence import Difference, Parity, ServingPath

STAGE: Final = "parity"
ROOM: Final = 1024  # tokens of an answer, as extract leaves by default

Answer = tuple[str, dict[str, float]]  # as JSON, and the probabilities of its leaves


async def answers(
    examples: Sequence[TrainingExample],
    model: LanguageModel,
    told: Callable[[], None] = lambda: None,
    *,
    max_tokens: int = ROOM,
) -> list[Answer]:
    """What a model says to each example, one after the other, without solved cases as tuned models

    are asked. An answer that fails is its reason. Raises UnreachableError where it cannot be asked.
    """
    said = []
    for example in examples:
        said.append(await _answer(model, example, max_tokens))
        told()
    return said


def compared(
    path: ServingPath,
    examples: Sequence[TrainingExample],
    measured: Sequence[Answer],
    served: Sequence[Answer],
    server: str = "",
) -> Parity:
    """The answers of a path beside those that were measured, every difference listed. Pure."""
    found, furthest = [], 0.0
    for example, (ours, mine), (theirs, others) in zip(examples, measured, served, strict=True):
        if ours != theirs:
            pairs = enumerate(zip(ours, theirs, strict=False))
            at = next((at for at, (a, b) in pairs if a != b), min(len(ours), len(theirs)))
            found.append(Difference(document=example.id, expected=ours, got=theirs, at=at))
        apart = (abs(mine[leaf] - others[leaf]) for leaf in mine.keys() & others.keys())
        furthest = max(furthest, *apart, 0.0)
    return Parity(
        path=path,
        documents=len(examples),
        same=len(examples) - len(found),
        differences=tuple(found),
        furthest=furthest,
        server=server,
    )


async def _answer(model: LanguageModel, example: TrainingExample, max_tokens: int) -> Answer:
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
