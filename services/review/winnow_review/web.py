"""The review service's HTTP interface."""

from typing import Final

from fastapi import FastAPI

from winnow import __version__
from winnow.web.body_limit import BodyLimit
from winnow.web.problems import install
from winnow_review import acting, auditing, news, reading, stewarding
from winnow_review.desk import Desk
from winnow_review.pages import site
from winnow_review.quality import web as quality
from winnow_review.questions import web as questions

__all__ = ["Desk", "create_web"]
LARGEST_BODY: Final = 2 * 2**20  # bytes


def create_web(desk: Desk) -> FastAPI:
    """The FastAPI app."""
    web = FastAPI(
        title="Winnow review",
        version=__version__,
        description="The queue of documents that a person must look at, and the questions.",
        license_info={"name": "Apache-2.0"},
        docs_url=None,  # FastAPI's page takes its scripts from elsewhere, which the policy forbids
        redoc_url=None,
    )
    web.state.desk = desk
    web.state.doorkeeper = desk.doorkeeper
    install(web)
    web.add_middleware(BodyLimit, most=LARGEST_BODY)
    for part in (
        news,
        stewarding,
        auditing,
        reading,
        acting,
        questions,
    ):  # fixed paths before {document_id}
        web.include_router(part.router)
    quality.install(web, desk)
    site.install(web, desk)
    return web
