"""What a request of the ask service may touch, and how it gets it."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from winnow.recipes.recipe import Recipe
from winnow.records.audit import AuditLog
from winnow.security.door import require
from winnow.security.keys import Doorkeeper, Principal, Role
from winnow_ask.asking import Asking
from winnow_ask.catalogue import Catalogue
from winnow_ask.settings import AskSettings
from winnow_ask.turns import Turns


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a request may touch; `closing` ends the streams of news.

    `tasks` are questions being answered, which who leaves does not stop: they are paid for.
    """

    asking: Asking
    turns: Turns
    catalogue: Catalogue
    recipes: dict[str, Recipe]
    doorkeeper: Doorkeeper
    audit: AuditLog
    settings: AskSettings
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set["asyncio.Task[object]"] = field(default_factory=set)


async def desk_of(request: Request) -> Desk:
    """The desk of the app that the request came to."""
    desk: Desk = request.app.state.desk
    return desk


OurDesk = Annotated[Desk, Depends(desk_of)]
Asker = Annotated[Principal, Depends(require(Role.ASKER))]
