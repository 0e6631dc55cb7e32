"""Labelled documents made into training examples."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any, Literal

from winnow import streams
from winnow.config import Settings
from winnow.contracts.documents import Source
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.tuning import Task, TrainingExample
from winnow.errors import Remedy, WinnowError
from winnow.evaluation.entering import Entrance, needs_reading
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.stages import opened_stage
from winnow.recipes.recipe import Recipe
from winnow.tuning.examples.asked import UnusableError
from winnow.tuning.examples.making import About, examples_of
from winnow.tuning.examples.recording import Recording, recording


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that made no example, and why: a short name, and what is wrong."""

    document: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A document was put through its service, the `done`th `of` so many."""

    done: int
    of: int
    examples: int
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Giving:
    """Who gave the documents, and whether models may be trained on them."""

    tenant: str
    origin: Literal["review", "file", "generated"]
    consent: bool


async def record_examples(
    labelled: Sequence[Labelled],
    recipe: Recipe,
    settings: Settings,
    *,
    task: Task = "extract",
    use_given_text: bool = False,
    tenant: str = "default",
    origin: Literal["review", "file", "generated"] = "file",
    consent: bool = True,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> list[TrainingExample]:
    """The questions that a service asks about each document, with their right answers, in order.

    `gold` is of the task (see `labels_of`); of classify it may be without a type, and then the
    recipe is meant. A document is left out, and told to `on_progress`, where its labels do not
    answer all that is asked. A key that nobody labelled is such a case: null in its place would
    teach the model to leave out what a document says, and an answer without the key fits no form.
    Raises MisconfiguredError as `recording` does, and UnreachableError where a part stays away.
    """
    made: list[TrainingExample] = []
    giving = Giving(tenant, origin, consent)
    async with recording(recipe, settings, task) as record, AsyncExitStack() as stack:
        ingest = None
        if any(needs_reading(one, use_given_text) for one in labelled):
            ingest = await opened_stage(stack, streams.SUBMITTED, streams.PARSED, record.settings)
        entrance = Entrance(recipe, "", record.blobs, ingest, use_given_text)
        for number, one in enumerate(labelled, start=1):
            found = await _examples(record, entrance, one, giving)
            if isinstance(found, LeftOut):
                on_progress(Progress(number, len(labelled), 0, found))
            else:
                made += found
                on_progress(Progress(number, len(labelled), len(found)))
    return made


def labels_of(task: Task, recipe: Recipe) -> Recipe:
    """The recipe in whose form labels of a task are written, for `read_labelled`.

    Extraction: the recipe's own fields. Classification: {"type": name of a recipe, or none}.
    Summaries: {"summary": text}.
    """
    if task == "extract":
        return recipe
    name = "type" if task == "classify" else "summary"
    fields = {"type": "object", "properties": {name: {"type": "string"}}}
    return recipe.model_copy(update={"fields": fields})


async def _examples(
    record: Recording, entrance: Entrance, one: Labelled, giving: Giving
) -> list[TrainingExample] | LeftOut:
    """The examples of one document; its own faults never end the run."""
    try:
        classified, _ = await entrance.enter(one)
        asked = await record.questions(classified.source, _gold(record, one))
        if not asked:
            return LeftOut(one.id, "unasked", "the service asked the model nothing about it")
        about = await _about(record, classified.source, one, giving)
    except UnusableError as error:
        return LeftOut(one.id, error.reason, error.detail)
    except WinnowError as error:
        if error.remedy is not Remedy.BURY:
            raise
        return LeftOut(one.id, getattr(error, "reason", "failed"), str(error))
    return examples_of(asked, about, record.recipe, record.task)


def _gold(record: Recording, one: Labelled) -> dict[str, Any]:
    if record.task == "classify" and not one.gold.get("type"):
        return {"type": record.recipe.recipe}
    return one.gold


async def _about(record: Recording, source: Source, one: Labelled, giving: Giving) -> About:
    """The document's bytes are its file, even where the text given with it was taken."""
    parsed = ParsedDocument.model_validate_json(await record.blobs.get(source.parsed))
    digest = source.original.sha256
    if one.file is not None:
        digest = hashlib.sha256(one.file.read_bytes()).hexdigest()
    about = About(one.id, giving.tenant, digest, one.group, giving.origin, giving.consent)
    return replace(about, slices=slices_of(source, parsed))


def slices_of(source: Source, parsed: ParsedDocument) -> dict[str, str]:
    """What figures are told apart by, as far as it is known of every document."""
    known = {"media_type": source.media_type}
    return known | ({"language": parsed.language} if parsed.language else {})
