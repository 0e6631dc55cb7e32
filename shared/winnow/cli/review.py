"""winnow review"""

import json
from typing import Annotated, Any

import typer

from winnow.cli.deciding import walk
from winnow.cli.places import client, review_url
from winnow.cli.terminal import err, explained, fail, out, print_json, table

app = typer.Typer(
    help="Clear the queue. Without a command: walk through it, document by document.",
    invoke_without_command=True,
)
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]
Identity = Annotated[str, typer.Argument(help="Document id, or its beginning.")]
Reviewer = Annotated[
    str, typer.Option("--as", envvar="WINNOW_REVIEWER", help="Your name, where no keys are used.")
]
Pairs = Annotated[list[str] | None, typer.Option("--set", help="/pointer=value; repeat.")]
Pointers = list[str] | None


@app.callback()
def queue(context: typer.Context, reviewer: Reviewer = "reviewer") -> None:
    """Walk through the queue when no command is given."""
    context.obj = reviewer
    if context.invoked_subcommand is None:
        with explained(), client(review_url(None)) as http:
            http.headers["X-Reviewer"] = reviewer
            walk(http)


@app.command("list")
def list_reviews(
    state: Annotated[str, typer.Option(help="pending, disputed or decided.")] = "pending",
    order: Annotated[str, typer.Option(help="risk, or learning: what teaches most.")] = "risk",
    as_json: AsJson = False,
) -> None:
    """The queue, what has most at stake first."""
    asked: dict[str, str | int] = {"state": state, "order": order, "limit": 200}
    with explained(), client(review_url(None)) as http:
        items = http.get("/v1/reviews", params=asked).json()["reviews"]
    if as_json:
        for item in items:
            print_json(item)
        return
    shown = table("document", "file", "recipe", "score", "due", "claimed by", "first reason")
    for item in items:
        shown.add_row(
            item["document_id"][:8],
            item["file_name"],
            item["recipe"] or "?",
            f"{item['score']:.1f}",
            item["due_at"][:16],
            item["claimed_by"] or "",
            (item["reasons"] or [""])[0],
        )
    out.print(shown)


@app.command()
def show(identity: Identity, as_json: AsJson = False) -> None:
    """One document: why it is here, and every value with its evidence."""
    with explained(), client(review_url(None)) as http:
        item = http.get(f"/v1/reviews/{_whole(http, identity)}").json()
    if as_json:
        return print_json(item)
    out.print(f"{item['file_name']}   recipe {item['recipe']}   revision {item['revision']}")
    for reason in item["reasons"]:
        out.print(f"  - {reason}", markup=False)
    shown = table("pointer", "value", "confidence", "found as", "page", "quote")
    for pointer, leaf in item["extraction"]["leaves"].items():
        evidence = leaf["evidence"]
        shown.add_row(
            pointer,
            json.dumps(leaf["value"], ensure_ascii=False),
            f"{leaf['confidence']:.2f}",
            evidence["kind"],
            str(evidence["page"] or ""),
            evidence["quote"] or "",
        )
    return out.print(shown)


@app.command()
def claim(context: typer.Context, identity: Identity) -> None:
    """Take a document for yourself while your lease lasts."""
    with explained(), client(review_url(None)) as http:
        http.headers["X-Reviewer"] = context.obj
        item = http.post(f"/v1/reviews/{_whole(http, identity)}/claim", json={}).json()
    err.print(f"yours until {item['lease_until']}")


@app.command()
def decide(
    context: typer.Context,
    identity: Identity,
    approve: Annotated[bool, typer.Option("--approve")] = False,
    reject: Annotated[bool, typer.Option("--reject")] = False,
    reclassify: Annotated[str | None, typer.Option(help="The right recipe.")] = None,
    values: Pairs = None,
    confirm: Annotated[Pointers, typer.Option(help="/pointer that is right; repeat.")] = None,
    clear: Annotated[Pointers, typer.Option(help="/pointer the document lacks; repeat.")] = None,
    reason: Annotated[str, typer.Option(help="Why values were wrong.")] = "other",
    note: str = "",
    sign_off: Annotated[bool, typer.Option("--sign-off", help="Approve doubts as well.")] = False,
) -> None:
    """Decide a document.

    Example: winnow review decide 6f1d --approve --set /total=12.50 --confirm /company --reason ocr
    """
    if [approve, reject, reclassify is not None].count(True) != 1:
        fail("give one of --approve, --reject, --reclassify RECIPE")
    outcome = "approved" if approve else "rejected" if reject else "reclassified"
    fields: list[dict[str, Any]] = [_correction(pair, reason) for pair in values or ()]
    fields += [{"pointer": pointer, "action": "confirm"} for pointer in confirm or ()]
    fields += [{"pointer": pointer, "action": "clear", "reason": reason} for pointer in clear or ()]
    with explained(), client(review_url(None)) as http:
        http.headers["X-Reviewer"] = context.obj
        document = _whole(http, identity)
        body = {
            "revision": http.get(f"/v1/reviews/{document}").json()["revision"],
            "outcome": outcome,
            "recipe": reclassify,
            "fields": fields,
            "note": note,
            "sign_off": sign_off,
        }
        http.post(f"/v1/reviews/{document}/decide", json=body)
    err.print(f"{document} {outcome}")


@app.command()
def undo(context: typer.Context, identity: Identity) -> None:
    """Take back what was noted last of a document that is not decided yet."""
    item = _act(context, identity, "undo", ("pending",))
    err.print(f"{item['document_id']} is at revision {item['revision']}")


@app.command()
def reopen(context: typer.Context, identity: Identity) -> None:
    """Take a decision back; the next one makes a result in its place."""
    item = _act(context, identity, "reopen", ("decided",))
    err.print(f"{item['document_id']} waits again")


@app.command()
def assign(
    context: typer.Context,
    identity: Identity,
    to: Annotated[str, typer.Argument(help="A reviewer; `-`: anybody.")],
) -> None:
    """Leave a document to one reviewer (operators and adjudicators)."""
    with explained(), client(review_url(None)) as http:
        http.headers["X-Reviewer"] = context.obj
        body = {"reviewer": None if to == "-" else to}
        http.post(f"/v1/reviews/{_whole(http, identity)}/assign", json=body)


@app.command()
def seed(context: typer.Context, identity: Identity, values: Pairs = None) -> None:
    """Show an approved document once more, blind, to measure a reviewer.

    The right answers are those of the decision, or what --set says. No result changes.
    """
    answers = [_correction(pair, "other") for pair in values or ()]
    with explained(), client(review_url(None)) as http:
        http.headers["X-Reviewer"] = context.obj
        document = _whole(http, identity, ("decided",))
        http.post(f"/v1/reviews/{document}/seed", json={"fields": answers})


@app.command()
def rebuild() -> None:
    """Make the desk anew from the topics, while it works on (operators)."""
    with explained(), client(review_url(None)) as http:
        asked = http.stream("POST", "/v1/reviews/rebuild", timeout=None)
        with asked as answer, err.status("reading the log") as shown:
            for line in answer.iter_lines():
                step = json.loads(line)
                counted = next(one for one in ("read", "documents", "questions") if one in step)
                name, done = step.get("topic", counted), step[counted]
                shown.update(f"{name}: {done} of {step['total']}")
                if step.get("done"):
                    err.print(f"{name}: {done}")


@app.command("open")
def open_page(
    identity: Annotated[str, typer.Argument(help="A document, or nothing.")] = "",
) -> None:
    """Open the desk in the browser."""
    with explained(), client(review_url(None)) as http:
        page = f"/documents/{_whole(http, identity)}" if identity else "/"
        err.print(f"{http.base_url}{page.removeprefix('/')}")
        typer.launch(f"{http.base_url}{page.removeprefix('/')}")


def _act(
    context: typer.Context, identity: str, verb: str, states: tuple[str, ...]
) -> dict[str, Any]:
    with explained(), client(review_url(None)) as http:
        http.headers["X-Reviewer"] = context.obj
        document = _whole(http, identity, states)
        body = {"revision": http.get(f"/v1/reviews/{document}").json()["revision"]}
        return dict(http.post(f"/v1/reviews/{document}/{verb}", json=body).json())


def _correction(pair: str, reason: str) -> dict[str, Any]:
    pointer, equals, text = pair.partition("=")
    if not equals or not pointer.startswith("/"):
        fail(f"--set takes /pointer=value, not {pair!r}")
    return {"pointer": pointer, "action": "correct", "value": parsed(text), "reason": reason}


def parsed(text: str) -> Any:
    """A number, true, false or null as JSON has them; anything else as text."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(value, dict | list) else value


def _whole(http: Any, identity: str, states: tuple[str, ...] = ("pending", "disputed")) -> str:
    if len(identity) == 36:
        return identity
    found = [
        one["document_id"]
        for state in states
        for one in http.get("/v1/reviews", params={"state": state, "limit": 1000}).json()["reviews"]
        if one["document_id"].startswith(identity)
    ]
    if len(found) != 1:
        fail(f"{len(found)} documents of the queue begin with {identity}")
    return str(found[0])
