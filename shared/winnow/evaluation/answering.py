"""Labelled documents sent through the services' own handlers, and what became of each."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

from winnow import streams
from winnow.config import Settings
from winnow.contracts.calibration import Calibration, Judged
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction
from winnow.contracts.ladders import Ladder
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.errors import MisconfiguredError, Remedy, WinnowError
from winnow.evaluation.entering import Entrance, needs_reading
from winnow.evaluation.judging import Missed, judge, missed
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.readers import reader_of
from winnow.evaluation.stages import Stage, all_of, opened_stage
from winnow.evaluation.workplace import workplace
from winnow.llm.port import LanguageModel
from winnow.observability.logs import get_logger
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.storage.open import open_blobs

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a labelled document.

    `failure` says why there is no extraction, if so; then `judged` is empty and every true value
    is `missed`. `seconds` is the time of reading the file plus that of the model's calls when they
    were made; waiting for other documents is not in it.
    """

    labelled: Labelled
    parsed: ParsedDocument | None = None
    extraction: Extraction | None = None
    judged: tuple[Judged, ...] = ()
    missed: tuple[Missed, ...] = ()
    failure: str | None = None
    usage: tuple[Usage, ...] = ()
    seconds: float = 0.0
    drafted: float = 0.0  # seconds of the whole draft as it was made now, kept answers being free
    document: str = ""  # its id in the ledger of calls, where it entered


Told = Callable[[Answered], None]


async def answer_all(
    labelled: Sequence[Labelled],
    recipe: Recipe,
    settings: Settings,
    *,
    use_given_text: bool = False,
    on_progress: Told = lambda _: None,
    fresh: bool = False,
    calibration: Calibration | None = None,
    rungs: Sequence[Calibration] = (),
    ladder: Ladder | None = None,
    model: LanguageModel | None = None,
) -> list[Answered]:
    """Read and extract every document as production does; the answers in the order given.

    `use_given_text` takes the text and boxes that were given with a document instead of reading
    its file; without a file that is always done. Answers of the model are kept under the
    document's content, the recipe's and the model's name: run again, only what is missing is
    asked, unless `fresh`. A document that fails is one with a `failure`. `calibration` is the one
    that extract finds in use, `ladder` the ladder, and `rungs` the calibrations that it names.
    `model` reads in place of the one that the settings name; its name tells its answers apart.
    Raises MisconfiguredError, and UnreachableError where the model stays away.
    """
    if load_recipes(settings.recipes).get(recipe.recipe) != recipe:
        raise MisconfiguredError(
            f"the recipe {recipe.recipe!r} is not the one in {settings.recipes}; set WINNOW_RECIPES"
        )
    reading = any(needs_reading(one, use_given_text) for one in labelled)
    known = [*rungs, *([calibration] if calibration else [])]
    async with workplace(settings, known, ladder) as work, AsyncExitStack() as stack:
        extract = await opened_stage(stack, streams.CLASSIFIED, streams.EXTRACTED, work, model)
        ingest = None
        if reading:
            ingest = await opened_stage(stack, streams.SUBMITTED, streams.PARSED, work)
        blobs, salt = open_blobs(work), uuid4().hex if fresh else ""
        name = model.name if model else await reader_of(recipe, work)
        entrance = Entrance(recipe, name, blobs, ingest, use_given_text, salt)
        return await _Run(entrance, extract, on_progress).all(labelled)


@dataclass(frozen=True, slots=True)
class _Run:
    entrance: Entrance
    extract: Stage
    told: Told

    async def all(self, labelled: Sequence[Labelled]) -> list[Answered]:
        return await all_of(self._answer(one) for one in labelled)

    async def _answer(self, one: Labelled) -> Answered:
        """What became of one document; a fault of its own never ends the run."""
        try:
            answered = await self._ask(one)
        except WinnowError as error:
            if error.remedy in (Remedy.HALT, Remedy.RETRY):
                raise
            answered = _failed(one, str(error))
        except Exception as error:  # a crash is a result, and is counted
            log.warning("crashed", document=one.id, exc_info=error)
            answered = _failed(one, f"crashed: {type(error).__name__}: {error}")
        self.told(answered)
        return answered

    async def _ask(self, one: Labelled) -> Answered:
        classified, seconds = await self.entrance.enter(one)
        draft = await self.extract(classified, DraftExtracted)
        blobs, recipe, model = self.entrance.blobs, self.entrance.recipe, self.entrance.model
        parsed = ParsedDocument.model_validate_json(await blobs.get(classified.source.parsed))
        extraction = Extraction.model_validate_json(await blobs.get(draft.extraction))
        failed = extraction.failure is not None
        return Answered(
            labelled=one,
            document=str(classified.document_id),
            parsed=parsed,
            extraction=extraction,
            judged=() if failed else judge(recipe, one, extraction, model),
            missed=missed(one, None if failed else extraction),
            failure=extraction.failure,
            usage=draft.usage,
            seconds=seconds + sum(call.seconds for call in draft.usage),
            drafted=draft.seconds,
        )


def _failed(one: Labelled, why: str) -> Answered:
    return Answered(one, missed=missed(one, None), failure=why[:1000])
