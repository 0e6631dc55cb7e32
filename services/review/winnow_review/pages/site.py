"""Adds the pages to the service's app."""

from fastapi import FastAPI

from winnow.web.headers import SecureHeaders
from winnow.web.pages import failing, openid, signing
from winnow.web.pages.gate import open_gate
from winnow_review.desk import Desk
from winnow_review.pages import acts, case, document, log, questioning, queueing, viewing
from winnow_review.pages.assets import ASSETS
from winnow_review.pages.rendering import render


def install(web: FastAPI, desk: Desk) -> None:
    """Pages, sessions for them and for /v1, and what browsers must be told of every answer."""
    gate = open_gate(desk.settings, desk.doorkeeper, desk.queue.audit, render)
    web.state.gate = gate
    web.state.sessions = gate.sessions
    web.add_middleware(SecureHeaders)
    failing.install(web, render)
    web.mount("/static", ASSETS)
    for part in (signing, openid, log, queueing, document, acts, viewing, questioning, case):
        web.include_router(part.router)
