"""Walking through the queue: one document after the other, doubtful values first."""

import json
from typing import Any

import httpx
from rich.prompt import Prompt

from winnow.cli.terminal import err, out

KEYS = "[Enter] right  [e] edit  [x] not in the document  [s] skip the document  [q] end"


def walk(http: httpx.Client) -> None:
    """Ask about every document of the queue until it is empty or the person ends."""
    skipped: set[str] = set()
    while item := _next(http, skipped):
        document = item["document_id"]
        claimed = http.post(f"/v1/reviews/{document}/claim", json={}).json()
        full = http.get(f"/v1/reviews/{document}").json()
        answer = _ask(full)
        if answer is None:
            http.post(f"/v1/reviews/{document}/release", json={})
            return
        if answer == {}:
            http.post(f"/v1/reviews/{document}/release", json={})
            skipped.add(document)
            continue
        http.post(
            f"/v1/reviews/{document}/decide", json={"revision": claimed["revision"], **answer}
        )
        err.print(f"{item['file_name']}: {answer['outcome']}")
    err.print("The queue is empty.")


def _next(http: httpx.Client, skipped: set[str]) -> dict[str, Any] | None:
    items = http.get("/v1/reviews", params={"state": "pending", "limit": 200}).json()["reviews"]
    return next((one for one in items if one["document_id"] not in skipped), None)


def _ask(item: dict[str, Any]) -> dict[str, Any] | None:
    """A decision; {} to skip the document, None to end."""
    out.rule(f"{item['file_name']} ({item['recipe'] or 'no recipe'})")
    for reason in item["reasons"]:
        out.print(f"  - {reason}", markup=False)
    if item["recipe"] is None:
        return _choose_recipe()
    out.print(KEYS, style="dim", markup=False)
    fields: list[dict[str, Any]] = []
    for pointer in item["doubtful"]:
        answer = _ask_value(pointer, item["extraction"]["leaves"].get(pointer))
        if answer in ({}, None):
            return answer
        fields.append(answer or {})
    verdict = Prompt.ask("approve, reject or skip", choices=["a", "r", "s"], default="a")
    if verdict == "s":
        return {}
    if verdict == "r":
        return _rejected()
    return {"outcome": "approved", "fields": fields, "sign_off": True}


def _choose_recipe() -> dict[str, Any]:
    name = Prompt.ask("recipe (empty: reject)", default="")
    if name:
        return {"outcome": "reclassified", "recipe": name}
    return _rejected()


def _rejected() -> dict[str, Any]:
    why = ""
    while not why.strip():
        why = Prompt.ask("why")
    return {"outcome": "rejected", "note": why}


def _ask_value(pointer: str, leaf: dict[str, Any] | None) -> dict[str, Any] | None:
    value = leaf["value"] if leaf else None
    quote = (leaf or {}).get("evidence", {}).get("quote")
    out.print(f"{pointer} = {json.dumps(value, ensure_ascii=False)}", markup=False)
    if quote:
        out.print(f"    the document says: {quote}", markup=False)
    match Prompt.ask("", default="", choices=["", "e", "x", "s", "q"], show_choices=False):
        case "":
            return {"pointer": pointer, "action": "confirm", "value": value}
        case "x":
            return {"pointer": pointer, "action": "clear", "reason": "invented"}
        case "e":
            from winnow.cli.review import parsed

            text = Prompt.ask("right value")
            return {
                "pointer": pointer,
                "action": "correct",
                "value": parsed(text),
                "reason": "other",
            }
        case "s":
            return {}
        case _:
            return None
