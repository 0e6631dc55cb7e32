"""What people do to a question, from a page or over HTTP."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Self

from winnow.contracts.questions import QuestionDecided
from winnow.messaging.port import Publisher
from winnow.messaging.sending import StoredOutbox
from winnow.records.database import Database
from winnow.security.keys import Principal
from winnow_review.questions.cases import Cases, HeldCase
from winnow_review.questions.deciding import decision, refuse_decided, refuse_reopening
from winnow_review.questions.metrics import timed
from winnow_review.questions.ordering import Order
from winnow_review.questions.views import AnswerRequest


class DecisionOutbox(StoredOutbox[QuestionDecided]):
    """Of the decisions on questions."""

    name = "question-outbox"


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions on the desk; every decision is an event, stored before it is answered."""

    cases: Cases
    order: Order
    outbox: DecisionOutbox

    @classmethod
    def of(cls, database: Database, publisher: Publisher) -> Self:
        """Those of a database, whose decisions a publisher sends."""
        cases = Cases(database)
        return cls(cases, Order(database), DecisionOutbox(cases, publisher))

    async def claim(self, who: Principal, question_id: str, lease: timedelta) -> HeldCase:
        """Take a question, or hold it longer; ProblemError 404, 409."""
        check = partial(refuse_decided, who=who)
        return await self.cases.hold(who, question_id, lease, "claimed", check)

    async def reopen(
        self, who: Principal, question_id: str, revision: int, lease: timedelta
    ) -> HeldCase:
        """Take a decided question to decide it anew; until then the decision stands.

        ProblemError 404, 403, 409.
        """
        check = partial(refuse_reopening, who=who, revision=revision)
        return await self.cases.hold(who, question_id, lease, "reopened", check)

    async def release(self, who: Principal, question_id: str) -> HeldCase:
        """Let go of a question; ProblemError 404, 409."""
        return await self.cases.release(who, question_id)

    async def decide(self, who: Principal, question_id: str, body: AnswerRequest) -> HeldCase:
        """Answer it, say that the documents do not, or decline; ProblemError 404, 409, 413, 422."""
        made = partial(decision, who=who, body=body)
        held = await self.cases.decide(who, question_id, made)
        assert held.case.decided is not None  # just now
        timed(held.case, held.case.decided)
        self.outbox.wake()
        return held
