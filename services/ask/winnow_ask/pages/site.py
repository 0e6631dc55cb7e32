"""Adds the page to the service's app."""

from fastapi import FastAPI

from winnow.web.headers import SecureHeaders
from winnow.web.pages import failing, openid, signing
from winnow.web.pages.gate import open_gate
from winnow_ask.desk import Desk
from winnow_ask.pages import talking
from winnow_ask.pages.assets import ASSETS
from winnow_ask.pages.rendering import render


def install(web: FastAPI, desk: Desk) -> None:
    """The page, sessions for it and for /v1, and what browsers must be told of every answer."""
    gate = open_gate(desk.settings, desk.doorkeeper, desk.audit, render)
    web.state.gate = gate
    web.state.sessions = gate.sessions
    web.add_middleware(SecureHeaders)
    failing.install(web, render)
    web.mount("/static", ASSETS)
    for part in (signing, openid, talking):
        web.include_router(part.router)
