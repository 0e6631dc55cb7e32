"""winnow ask"""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import typer

from winnow.cli.asking import Numbers, code_of, filters, steps
from winnow.cli.places import ask_url, async_client
from winnow.cli.terminal import err, explained, fail, print_json

DAYS = ["%Y-%m-%d"]


def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    as_json: Annotated[bool, typer.Option("--json", help="All of it as one JSON object.")] = False,
    field: Annotated[
        list[str] | None, typer.Option("--filter", help="An extracted value: /currency=EUR.")
    ] = None,
    recipe: Annotated[str | None, typer.Option(help="Documents of this type only.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=DAYS, help="Submitted on that day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=DAYS, help="Submitted on that day or before.")
    ] = None,
    conversation: Annotated[
        UUID | None, typer.Option(help="Follow up a question of this conversation.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Address of the ask service.")] = None,
) -> None:
    """Ask the documents; each sentence of the answer says where it is from.

    Sentences come as they are checked, their sources below. The exit code is 0 when there is an
    answer, 1 when the documents have none, 3 when a person is asked, 4 when the question is not
    let in, 2 when the system does not answer.

    Example: winnow ask "When does the lease end?" --recipe contract --since 2026-01-01
    """
    body: dict[str, Any] = {
        "question": question,
        "id": str(uuid4()),
        "conversation_id": str(conversation or uuid4()),
        "filters": filters(field or (), recipe, since, until),
    }
    with explained():
        told = asyncio.run(_ask(body, ask_url(url), as_json=as_json))
    if as_json:
        print_json(told)
    raise typer.Exit(code_of(told))


async def _ask(body: dict[str, Any], url: str, *, as_json: bool) -> dict[str, Any]:
    """The question with its answer; unless for a program, shown as it comes."""
    numbers, told = Numbers(), None
    async with async_client(url) as http:
        with err.status("looking ...", spinner="dots") as waiting:
            async for name, made in _told(http, body):
                if name == "answer":
                    told = made
                elif name == "sentence" and not as_json:
                    waiting.stop()
                    typer.echo(f"{made['text']} {numbers.of(made)}".rstrip())
    if told is None:
        fail(f"{url} ended before it had answered; ask again")
    if not as_json:
        _end(told, numbers)
    return dict(told)


async def _told(http: httpx.AsyncClient, body: dict[str, Any]) -> Any:
    async for name, made in steps(http, body):
        if name == "error":
            fail(f"{made['status']} {made.get('detail') or made['title']}")
        yield name, made


def _end(told: dict[str, Any], numbers: Numbers) -> None:
    """What comes below the sentences."""
    answer = told["answer"]
    if not answer["sentences"] and told["state"] != "waiting":
        none = answer["outcome"] == "not_in_documents"
        typer.echo("The documents do not say." if none else "This question is not let in.")
    for line in ("", *numbers.lines()) if numbers.places else ():
        typer.echo(line)
    for warning in answer["warnings"]:
        err.print(f"warning: {warning}", markup=False, highlight=False)
    if told["state"] == "waiting":
        why = "; ".join(answer["reasons"]) or "as you asked"
        err.print(f"a person is asked ({why}); their answer: {told['links']['self']}", markup=False)
    err.print(f"to follow up: --conversation {told['conversation_id']}", markup=False)
