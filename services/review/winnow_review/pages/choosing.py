"""Which documents somebody works through: kept in a cookie from page to page."""

import re
from typing import Final, Literal

from fastapi import Request, Response

Order = Literal["risk", "learning"]
COOKIE: Final = "winnow_queue"
SECONDS: Final = 30 * 24 * 3600
FORM: Final = re.compile(r"(risk|learning)\.([a-z][a-z0-9_]{0,62})?")


def chosen(request: Request) -> tuple[str | None, Order]:
    """The recipe, or None for all, and the order."""
    found = FORM.fullmatch(request.cookies.get(COOKIE, ""))
    if found is None:
        return None, "risk"
    return found[2] or None, "learning" if found[1] == "learning" else "risk"


def remember(answer: Response, recipe: str | None, order: Order) -> None:
    """Keep the choice for the next document."""
    told = f"{order}.{recipe or ''}"
    answer.set_cookie(COOKIE, told, max_age=SECONDS, httponly=True, samesite="lax")
