"""winnow cache"""

import asyncio
from typing import Annotated, Any

import typer
from sqlalchemy import Connection, delete, func, select

from winnow.cli.ledger import changed, looked_up
from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.records.erasing import erase
from winnow.records.tables import answer_documents, answers

app = typer.Typer(help="The answers of models that are kept.", no_args_is_help=True)


@app.command("stats")
def stats(
    as_line: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Tell how many answers are kept, of which model and stage, and how many MB they take.

    Example: winnow cache stats
    """
    with explained():
        kept = asyncio.run(looked_up(_stats))
    if as_line:
        print_json(kept)
        return
    shown = table("model", "stage", "answers", "MB")
    for line in kept:
        megabytes = f"{line['bytes'] / 1e6:.2f}"
        shown.add_row(line["model"], line["stage"], str(line["answers"]), megabytes)
    out.print(shown)


@app.command("clear")
def clear(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget all answers. An event that is delivered again afterwards is paid for again.

    Example: winnow cache clear --yes
    """
    if not yes:
        typer.confirm("Forget all answers?", abort=True, err=True)
    with explained():
        gone = asyncio.run(changed(_clear))
    err.print(f"{gone} answers are forgotten")


@app.command("erase")
def erase_document(
    document: Annotated[str, typer.Argument(help="Id of the document.")],
    tenant: Annotated[str, typer.Option(help="Whose document it is.")] = "default",
) -> None:
    """Forget the answers that a document used, and that its calls were its own.

    What they cost stays in the ledger, under no document.

    Example: winnow cache erase 0b0c2a52-7c0b-5a83-a5a7-4a6f6de3d6a1
    """
    with explained():
        gone = asyncio.run(changed(lambda sql: erase(sql, tenant, document)))
    if not gone:
        fail(f"no answer that {document} of {tenant} used is kept", code=1)
    err.print(f"{gone} answers are forgotten")


def _stats(connection: Connection) -> list[dict[str, Any]]:
    size = func.coalesce(func.sum(answers.c.size), 0)
    query = (
        select(answers.c.model, answers.c.stage, func.count(), size)
        .group_by(answers.c.model, answers.c.stage)
        .order_by(size.desc())
    )
    names = ("model", "stage", "answers", "bytes")
    return [dict(zip(names, row, strict=True)) for row in connection.execute(query)]


def _clear(connection: Connection) -> int:
    connection.execute(delete(answer_documents))
    return int(connection.execute(delete(answers)).rowcount)
