"""How services ask models: what was asked before is not paid for again, and all is written down."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError

from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.calls import Ask, Guard, Question, guarded
from winnow.llm.flights import Flights
from winnow.llm.forms import problems_of
from winnow.llm.measuring import count
from winnow.llm.port import Filled, Form
from winnow.llm.unfilled import UnfilledError
from winnow.observability.logs import get_logger
from winnow.records.moment import now
from winnow.records.port import AnswerStore, Kept, Use

log = get_logger(__name__)
PAUSE: Final = 0.5  # seconds until a paid answer is offered again to a database that is away
PATIENCE: Final = 240  # times


class Asker:
    """Calls: a kept answer, or else the model behind its guards.

    Each answer is kept, with a row of the ledger, before anybody sees it; one that was paid for and
    was no good too: it raises the same UnfilledError again. A use that is asked for again, as after
    a crash, finds the usage of the first time. Where answers are not `shared`, each is kept for
    its own use alone.
    """

    def __init__(
        self, answers: AnswerStore, guards: Sequence[Guard] = (), *, shared: bool = True
    ) -> None:
        self._answers = answers
        self._guards = guards
        self._shared = shared
        self._flights = Flights(answers)

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        """The filled form; errors as the port says."""
        if not self._shared:
            question = replace(question, purpose=replace(question.purpose, cache=False))
        use = use_of(question)
        async with self._flights.of(use) as found:
            kept = found or await self._ask(question, use)
        if not kept.repeated:
            count(kept.usage)
        return _read(kept, question.form)

    async def _ask(self, question: Question[Form], use: Use) -> Kept:
        """Ask the model and keep what was paid for."""
        purpose = question.purpose
        try:
            filled = await guarded(question, self._guards, _asking(question))()
        except UnfilledError as error:
            usage = error.usage.model_copy(update={"call": use.answer, "outcome": "failed"})
            body: dict[str, Any] = {"failure": {"why": error.why, "detail": error.detail}}
        except UnfillableError as error:  # refused before it cost anything, so nothing to keep
            usage = Usage(
                model=use.model,
                stage=use.stage,
                cost_usd=0.0,
                call=use.answer,
                outcome="failed",
                rung=use.rung,
            )
            raise UnfilledError(error.why, error.detail, usage) from error
        else:
            usage = filled.usage.model_copy(update={"call": use.answer})
            form = filled.form.model_dump(mode="json", by_alias=True)
            body = {"form": form, "probabilities": filled.probabilities}
        return await self._keep(use, body, usage.model_copy(update={"rung": purpose.rung}))

    async def _keep(self, use: Use, body: dict[str, Any], usage: Usage) -> Kept:
        """Keep it, even if the database is away for a moment: it was paid for."""
        at = now()
        for _ in range(PATIENCE):
            try:
                return await self._answers.keep(use, body, usage, at)
            except UnreachableError as error:
                log.warning("a paid answer waits for the database", error=str(error))
            await asyncio.sleep(PAUSE)
        return await self._answers.keep(use, body, usage, at)


def use_of(question: Question[Form]) -> Use:
    """What the ledger knows of a question."""
    purpose = question.purpose
    return Use(
        answer=question.id,
        key=purpose.key,
        tenant=purpose.tenant,
        document_id=purpose.document_id,
        recipe=purpose.recipe,
        stage=purpose.stage,
        model=question.model.name,
        rung=purpose.rung,
    )


def _asking(question: Question[Form]) -> Ask[Form]:
    async def ask() -> Filled[Form]:
        return await question.model.fill(
            question.form,
            question.prompt,
            stage=question.purpose.stage,
            max_tokens=question.max_tokens,
        )

    return ask


def _read(kept: Kept, form: type[Form]) -> Filled[Form]:
    failure = kept.body.get("failure")
    if failure is not None:
        raise UnfilledError(failure["why"], failure["detail"], kept.usage)
    try:
        filled = form.model_validate_json(json.dumps(kept.body["form"]))
    except ValidationError as error:  # out of a batch: nobody compared it with the form before
        raise UnfilledError("invalid", problems_of(error), kept.usage) from error
    return Filled(filled, kept.usage, kept.body["probabilities"])
