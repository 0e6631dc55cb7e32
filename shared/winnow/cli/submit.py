"""winnow submit"""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from winnow.cli.places import async_client, gateway_url, review_url
from winnow.cli.submitting import Outcome, Submission, files_in
from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.config import Settings


def submit(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders with files.")],
    recipe: Annotated[str | None, typer.Option(help="Use this recipe, do not classify.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Follow each file to its end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for each file.")] = False,
    timeout: Annotated[float | None, typer.Option(help="Seconds to wait at the most.")] = None,
    gateway: Annotated[str | None, typer.Option(help="Address of the gateway.")] = None,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Tell what it will cost, and ask before sending.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; send.")] = False,
) -> None:
    """Send files to the system; with --wait, tell what became of each.

    A file ends as `completed` (its JSON is on results.completed), `review` (a person is asked) or
    `dead` (with one reason); `held` is no end: it waits for a budget and goes on by itself. The
    exit code is 0 when every file reached an end (without --wait: when every file was sent), 1
    when not, 2 when the system does not answer.

    With --estimate, pages, calls, tokens and dollars are told first, from what past documents of
    the recipe took. Where there is nobody to ask, nothing is sent without --yes. See docs/costs.md.

    Example: winnow submit letters/ --wait --json > outcomes.jsonl
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        fail(f"no such file or folder: {', '.join(missing)}")
    files = files_in(paths)
    if not files:
        fail("there is no file to submit")
    if estimate:
        _estimate(files, recipe, as_json=as_json, yes=yes)
    with explained():
        outcomes = asyncio.run(_submit(files, recipe, wait, timeout, gateway))
    if as_json:
        for outcome in outcomes:
            print_json(outcome.as_json())
    else:
        _show(outcomes)
    ended = all(outcome.ended for outcome in outcomes)
    raise typer.Exit(0 if ended or not wait else 1)


def _estimate(files: list[Path], recipe: str | None, *, as_json: bool, yes: bool) -> None:
    """Tell what it will cost, and leave unless somebody wants to go on."""
    from winnow.cli.estimate import estimated, show

    with explained():
        found = estimated(files, recipe, Settings())
    show(found)
    if as_json:
        print_json({"estimate": found.as_json()})
    if not (yes or (sys.stdin.isatty() and typer.confirm("Send them?", err=True))):
        raise typer.Exit(0)


async def _submit(
    files: list[Path], recipe: str | None, wait: bool, timeout: float | None, gateway: str | None
) -> list[Outcome]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    async with async_client(gateway_url(gateway)) as sender, async_client(review_url(None)) as desk:
        await sender.get("/livez")  # a system that does not run is told at once
        with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
            task = bar.add_task("ended" if wait else "sent", total=len(files))

            def held(files: int) -> None:
                told = f"ended ({files} held: see winnow budgets)" if files else "ended"
                bar.update(task, description=told)

            submission = Submission(sender, desk, recipe, lambda _: bar.advance(task), held)
            try:
                return await submission.run(files, wait=wait, timeout=timeout)
            except* Exception as errors:  # noqa: BLE001  (explained tells the first of them)
                first = errors.exceptions[0]
        raise first


def _show(outcomes: list[Outcome]) -> None:
    shown = table("file", "status", "reason", "document")
    for one in outcomes:
        shown.add_row(one.file, one.status, one.reason or "", one.document_id or "")
    out.print(shown)
