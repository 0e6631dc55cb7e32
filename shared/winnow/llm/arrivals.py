"""Answers that came back out of batches, kept and counted like all others."""

from typing import Any

from winnow.contracts.usage import Usage
from winnow.llm.batching import Keep
from winnow.llm.calls import Purpose
from winnow.llm.measuring import count
from winnow.records.moment import now
from winnow.records.port import AnswerStore, Use


def keeping(answers: AnswerStore) -> Keep:
    """What a Batcher keeps answers with: the event that was held finds its own, as paid for.

    The same answer may be kept again, as after a kill: its payment is written down once.
    """

    async def keep(answer: str, purpose: Purpose, body: dict[str, Any]) -> None:
        told = {name: value for name, value in body.items() if name != "usage"}
        outcome = "failed" if "failure" in told else "paid"
        usage = Usage.model_validate(body["usage"]).model_copy(
            update={"call": answer, "outcome": outcome, "rung": purpose.rung}
        )
        use = Use(
            answer=answer,
            key=purpose.key,
            tenant=purpose.tenant,
            document_id=purpose.document_id,
            recipe=purpose.recipe,
            stage=purpose.stage,
            model=usage.model,
            rung=purpose.rung,
        )
        await answers.keep(use, told, usage, now())
        count(usage)

    return keep
