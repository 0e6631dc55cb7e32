"""The ask service's HTTP interface."""

from typing import Final

from fastapi import FastAPI

from winnow import __version__
from winnow.web.body_limit import BodyLimit
from winnow.web.problems import install
from winnow_ask import acting, news, posting, reading
from winnow_ask.desk import Desk
from winnow_ask.pages import site

__all__ = ["Desk", "create_web"]
LARGEST_BODY: Final = 256 * 1024  # bytes


def create_web(desk: Desk) -> FastAPI:
    """The FastAPI app."""
    web = FastAPI(
        title="Winnow ask",
        version=__version__,
        description="Questions over the documents: answered with citations, or by a person.",
        license_info={"name": "Apache-2.0"},
        docs_url=None,  # FastAPI's page takes its scripts from elsewhere, which the policy forbids
        redoc_url=None,
    )
    web.state.desk = desk
    web.state.doorkeeper = desk.doorkeeper
    install(web)
    web.add_middleware(BodyLimit, most=LARGEST_BODY)
    for part in (posting, news, reading, acting):
        web.include_router(part.router)
    site.install(web, desk)
    return web
