"""A question as one person sees it on the page, and what they may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from winnow.contracts.questions import Answer, Citation, QuestionEscalated, Source
from winnow.security.keys import Principal
from winnow_review.questions.cases import HeldCase
from winnow_review.questions.citing import draft_citations, place_of
from winnow_review.questions.deciding import may_change
from winnow_review.queue import oversees


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A question, and who looks at it."""

    held: HeldCase
    who: Principal

    @property
    def request(self) -> QuestionEscalated:
        return self.held.case.request

    @property
    def id(self) -> str:
        return self.held.case.id

    @property
    def path(self) -> str:
        return f"/questions/{self.id}"

    @property
    def revision(self) -> int:
        return self.held.case.revision

    @property
    def state(self) -> Literal["open", "decided"]:
        return self.held.case.state

    @property
    def writable(self) -> bool:
        """Whether it is theirs to answer, now."""
        return self.held.lease.holder == self.who.name and not oversees(self.who)

    @property
    def takeable(self) -> bool:
        free = self.held.lease.holder is None and not oversees(self.who)
        return free and self.state == "open"

    @property
    def reopenable(self) -> bool:
        """Whether they may take its decision back."""
        free = self.held.lease.holder is None
        return free and self.state == "decided" and may_change(self.held, self.who)

    @property
    def draft(self) -> Answer | None:
        return self.request.draft

    @property
    def text(self) -> str:
        """What the answer's box holds at first: what was decided, else the draft."""
        decided = self.held.case.decided
        if decided is not None:
            return decided.text
        return self.draft.text if self.draft else ""

    @property
    def citations(self) -> Sequence[Citation]:
        """What the answer cites at first, each once."""
        decided = self.held.case.decided
        cited = decided.citations if decided else draft_citations(self.request)
        return tuple({place_of(one): one for one in cited}.values())

    @property
    def sources(self) -> Sequence[Source]:
        """The passages, each once."""
        found = {(one.document_id, one.chunk): one for one in reversed(self.request.sources)}
        return tuple(reversed(found.values()))
