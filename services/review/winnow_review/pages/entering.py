"""Who may open a page: like `winnow.security.door.require`, but a page wants a name."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from winnow.security.door import require
from winnow.security.keys import Doorkeeper, Principal, Role
from winnow.web.problems import ProblemError


def signed_in(*roles: Role) -> Callable[..., Awaitable[Principal]]:
    """A FastAPI dependency: whoever has one of the roles, or ProblemError 401 or 403.

    Where everybody is let in, they must still say who they are: decisions carry their name.
    """

    async def check(
        request: Request, who: Annotated[Principal, Depends(require(*roles))]
    ) -> Principal:
        doorkeeper: Doorkeeper = request.app.state.doorkeeper
        named = getattr(request.state, "session", None) or "X-Reviewer" in request.headers
        if doorkeeper.open and not named:
            raise ProblemError(401, "unauthenticated", "say who you are")
        return who

    return check


ReviewerHere = Annotated[Principal, Depends(signed_in(Role.REVIEWER))]
ReaderHere = Annotated[Principal, Depends(signed_in(Role.REVIEWER, Role.OPERATOR, Role.AUDITOR))]
OverseerHere = Annotated[Principal, Depends(signed_in(Role.OPERATOR, Role.AUDITOR))]
StewardHere = Annotated[Principal, Depends(signed_in(Role.OPERATOR, Role.ADJUDICATOR))]
