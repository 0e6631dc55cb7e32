"""What all pages share: escaping, headers, assets by their hash, colours that can be read."""

import re
from itertools import product
from typing import Any

import pytest
from fastapi import Request
from jinja2 import UndefinedError

from winnow.security.keys import Principal, Role
from winnow_review.pages.assets import FOLDER, module, static
from winnow_review.pages.rendering import render

HOSTILE = "\"'><script>alert(1)</script>{{ 7*7 }}"
STYLE = (FOLDER / "desk.css").read_text()


def request() -> Request:
    scope = {"type": "http", "method": "GET", "path": "/x", "headers": [], "query_string": b""}
    return Request({**scope, "server": ("desk", 80), "scheme": "http", "root_path": ""})


def shown(template: str, *roles: Role, **context: Any) -> str:
    who = Principal("ann", "acme", frozenset(roles))
    return bytes(render(request(), template, who, **context).body).decode()


def test_whatever_is_shown_is_escaped() -> None:
    who = Principal(HOSTILE, HOSTILE, frozenset({Role.AUDITOR}))
    problem = {"title": HOSTILE, "detail": HOSTILE}
    page = bytes(render(request(), "problem.html", who, problem=problem).body).decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") == 5
    assert "{{ 7*7 }}" in page  # what is shown is never a template


def test_a_name_that_a_template_lacks_is_a_fault_and_not_empty() -> None:
    with pytest.raises(UndefinedError):
        shown("problem.html")


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.REVIEWER, ["Queue"]),
        (Role.ADJUDICATOR, ["Queue", "Quality"]),
        (Role.AUDITOR, ["Queue", "Quality", "Audit"]),
        (Role.SUBMITTER, []),
    ],
)
def test_the_navigation_offers_what_the_role_may_open(role: Role, seen: list[str]) -> None:
    page = shown("problem.html", role, problem={"title": "x", "detail": ""})
    assert [one for one in ("Queue", "Quality", "Audit") if f">{one}</a>" in page] == seen


async def test_every_answer_tells_browsers_to_run_nothing_else(desk: Any) -> None:
    for path in ("/sign-in", "/v1/reviews", "/nowhere", static("desk.css"), "/v1/audit?limit=x"):
        answer = await desk.http.get(path)
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_documents_are_kept_nowhere(desk: Any) -> None:
    for path in ("/sign-in", "/v1/reviews", "/audit"):
        assert (await desk.http.get(path)).headers["Cache-Control"] == "no-store"


async def test_no_page_brings_a_script_or_style_of_its_own(desk: Any) -> None:
    for path in ("/sign-in", "/audit", "/nowhere"):
        page = (await desk.http.get(path)).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", page)
        assert not re.search(r'(src|href)="(https?:)?//', page)


async def test_an_asset_is_kept_for_long_by_its_hash_alone(desk: Any) -> None:
    path = static("desk.css")
    answer = await desk.http.get(path)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    for other in ("/static/desk.css", "/static/desk.css?v=0"):
        assert (await desk.http.get(other)).headers["Cache-Control"] == "no-cache"


async def test_a_script_and_what_it_imports_are_kept_long_under_the_hash_of_all(
    desk: Any,
) -> None:
    path = module("desk.js")
    imported = path.replace("desk.js", "desk/dom.js")
    for kept in (path, imported):
        answer = await desk.http.get(kept)
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"]
    stale = await desk.http.get("/static/modules-0123456789abcdef/desk.js")
    assert stale.headers["cache-control"] == "no-cache"
    assert (await desk.http.get("/static/modules-0123456789abcdef/../site.py")).status_code == 404
    with pytest.raises(FileNotFoundError):
        module("nothing.js")


@pytest.mark.parametrize(
    "path", ["/static/nothing.css", "/static/../rendering.py", "/static/%2e%2e/rendering.py"]
)
async def test_nothing_else_is_served(desk: Any, path: str) -> None:
    assert (await desk.http.get(path)).status_code == 404


async def test_an_unknown_page_is_told_to_people_as_a_page(desk: Any) -> None:
    assert (await desk.http.get("/nowhere")).headers["Content-Type"].startswith("text/html")
    api = await desk.http.get("/v1/nowhere")
    assert api.headers["Content-Type"] == "application/problem+json"


async def test_a_fault_of_ours_is_told_as_a_page_without_its_stack(desk: Any) -> None:
    desk.web.state.gate = None
    answer = await desk.http.get("/sign-in")
    assert (answer.status_code, "a fault in Winnow" in answer.text) == (500, True)
    assert "Traceback" not in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))


LIGHT = colours(STYLE.split("@media")[0])
DARK = {**LIGHT, **colours(STYLE.split("@media")[1].split("*, ")[0])}
TEXT = [
    *product(("ink", "muted", "accent", "good", "warn", "bad"), ("paper", "soft")),
    ("on-accent", "accent"),
    ("paper", "bad"),
    ("good", "good-paper"),
    ("warn", "warn-paper"),
    ("bad", "bad-paper"),
    ("ink", "good-paper"),
    ("ink", "warn-paper"),
    ("ink", "bad-paper"),
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_paper_and_lines_seen(scheme: dict[str, str]) -> None:
    low = {
        (text, paper): round(contrast(scheme[text], scheme[paper]), 2)
        for text, paper in TEXT
        if contrast(scheme[text], scheme[paper]) < 4.5
    }
    assert low == {}
    assert contrast(scheme["line"], scheme["paper"]) >= 3
    assert LIGHT["ink"] != DARK["ink"]
