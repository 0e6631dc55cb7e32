"""Adds the pages to the service's app."""

from fastapi import FastAPI

from winnow.web.headers import SecureHeaders
from winnow_review.desk import Desk
from winnow_review.pages import (
    acts,
    case,
    document,
    failing,
    log,
    openid,
    questioning,
    queueing,
    signing,
    viewing,
)
from winnow_review.pages.assets import Assets
from winnow_review.pages.gate import open_gate


def install(web: FastAPI, desk: Desk) -> None:
    """Pages, sessions for them and for /v1, and what browsers must be told of every answer."""
    gate = open_gate(desk)
    web.state.gate = gate
    web.state.sessions = gate.sessions
    web.add_middleware(SecureHeaders)
    failing.install(web)
    web.mount("/static", Assets())
    for part in (signing, openid, log, queueing, document, acts, viewing, questioning, case):
        web.include_router(part.router)
