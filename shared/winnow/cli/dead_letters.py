"""winnow dead-letters"""

import base64
from typing import Annotated

import typer

from winnow.cli.places import bootstrap, security
from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.contracts.dead_letters import DeadLettered
from winnow.messaging.letters import known, read_letters, replay

app = typer.Typer(help="What was given up, why, and sending it again.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]
Reason = Annotated[str | None, typer.Option(help="Only letters with this reason.")]


@app.command("list")
def list_letters(reason: Reason = None, as_json: AsJson = False) -> None:
    """List dead letters, oldest first."""
    with explained():
        letters = _of(read_letters(bootstrap(), security()), reason)
    if as_json:
        for letter in letters:
            print_json(letter.model_dump(mode="json"))
        return
    shown = table("id", "when", "service", "topic", "reason", "attempt", "file", "detail")
    for letter in letters:
        shown.add_row(
            str(letter.event_id)[:8],
            f"{letter.occurred_at:%Y-%m-%d %H:%M:%S}",
            letter.service,
            letter.topic,
            letter.reason,
            str(letter.attempt),
            letter.file_name or "",
            letter.detail[:80],
        )
    out.print(shown)


@app.command()
def show(identity: Annotated[str, typer.Argument(help="Id, or its beginning.")]) -> None:
    """Show one letter whole: headers, original value, stack."""
    with explained():
        for letter in _known(read_letters(bootstrap(), security()), identity):
            body = letter.model_dump(mode="json")
            body["headers"] = {name: _plain(value) for name, value in letter.headers}
            body["value"] = _plain(letter.value)
            body["key"] = _plain(letter.key)
            print_json(body)


@app.command("replay")
def replay_letters(
    identities: Annotated[
        list[str] | None, typer.Argument(help="Ids, or their beginnings.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All letters.")] = False,
    reason: Reason = None,
) -> None:
    """Send the original records to their topics again.

    Example: winnow dead-letters replay --all --reason blob_missing
    """
    if not identities and not everything:
        fail("name the letters to replay, or give --all")
    with explained():
        letters = _of(read_letters(bootstrap(), security()), reason)
        if identities:
            letters = [found for one in identities for found in _known(letters, one)]
        replay(bootstrap(), letters, security())
    err.print(f"sent {len(letters)} again")


def _of(letters: list[DeadLettered], reason: str | None) -> list[DeadLettered]:
    return [letter for letter in letters if reason in (None, letter.reason)]


def _known(letters: list[DeadLettered], identity: str) -> list[DeadLettered]:
    found = known(letters, identity)
    if not found:
        fail(f"there is no dead letter {identity}")
    return found


def _plain(value: str | None) -> str | None:
    return None if value is None else base64.b64decode(value).decode(errors="replace")
