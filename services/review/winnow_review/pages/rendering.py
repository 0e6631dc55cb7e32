"""The one place where HTML is made: Jinja2 that escapes everything and fails on unknown names."""

from functools import cache
from typing import Any, Final, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from winnow.security.roles import Principal, Role
from winnow.security.session import Session
from winnow_review.pages.assets import module, static


class Place(NamedTuple):
    """An entry of the navigation, for whoever has one of the roles."""

    title: str
    path: str
    roles: frozenset[Role]


NAVIGATION: Final = (
    Place("Queue", "/", frozenset({Role.REVIEWER, Role.ADJUDICATOR, Role.OPERATOR, Role.AUDITOR})),
    Place(
        "Questions",
        "/questions",
        frozenset({Role.REVIEWER, Role.ADJUDICATOR, Role.OPERATOR, Role.AUDITOR}),
    ),
    Place("Quality", "/quality", frozenset({Role.ADJUDICATOR, Role.OPERATOR, Role.AUDITOR})),
    Place("Audit", "/audit", frozenset({Role.OPERATOR, Role.AUDITOR})),
)


def render(
    request: Request, template: str, who: Principal | None, *, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page, or a part of one, from a file of templates/.

    Templates get, beside the context, `who`, `csrf_token` (send it with each write), `signed_in`,
    `nav`, `here` (the path), `static(path)` and `module(path)`. jinja2.UndefinedError for a name
    they lack.
    """
    session: Session | None = getattr(request.state, "session", None)
    told = {
        "who": who,
        "csrf_token": session.csrf if session else "",
        "signed_in": session is not None,
        "nav": [place for place in NAVIGATION if who and not who.roles.isdisjoint(place.roles)],
        "here": request.url.path,
        **context,
    }
    return HTMLResponse(_environment().get_template(template).render(told), status_code=status)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("winnow_review.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"module": module, "static": static}
    return made
