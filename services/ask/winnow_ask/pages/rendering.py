"""The one place where HTML is made: Jinja2 that escapes everything and fails on unknown names."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from winnow.security.roles import Principal
from winnow.security.session import Session
from winnow_ask.pages.assets import module, static


def render(
    request: Request, template: str, who: Principal | None, *, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page from a file of templates/.

    Templates get, beside the context, `who`, `csrf_token` (send it with each write), `signed_in`,
    `static(path)` and `module(path)`. jinja2.UndefinedError for a name they lack.
    """
    session: Session | None = getattr(request.state, "session", None)
    told = {
        "who": who,
        "csrf_token": session.csrf if session else "",
        "signed_in": session is not None,
        **context,
    }
    return HTMLResponse(_environment().get_template(template).render(told), status_code=status)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("winnow_ask.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"module": module, "static": static}
    return made
