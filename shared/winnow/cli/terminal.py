"""What is printed where: payload to stdout, all else to stderr, JSON without colour."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import httpx
import typer
from rich.console import Console
from rich.table import Table

from winnow.errors import WinnowError

NAMED = 5  # values that an error lists
WIDE = 160  # columns where there is no terminal to ask

out = Console(width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True, width=None if sys.stderr.isatty() else WIDE)


def print_json(value: Any) -> None:
    """One line of JSON, never folded or coloured."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def table(*columns: str) -> Table:
    """A table in the house's plain form."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def fail(message: str, code: int = 2) -> NoReturn:
    """One clear line on stderr, and out."""
    err.print(f"winnow: {message}", markup=False, highlight=False)
    raise typer.Exit(code)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what can go wrong into one line that says what to do."""
    try:
        yield
    except WinnowError as error:
        fail(str(error))
    except httpx.HTTPStatusError as error:
        fail(_problem(error.response))
    except httpx.TransportError as error:
        where = f"{error.request.url.scheme}://{error.request.url.netloc.decode()}"
        fail(f"{where} does not answer ({error}); is the system running? Start it: winnow up")


def _problem(answer: httpx.Response) -> str:
    try:
        body = answer.json()
    except ValueError:
        body = {}
    told = body.get("detail") or body.get("title") or answer.reason_phrase
    pointers = body.get("pointers") or []
    named = f": {', '.join(pointers[:NAMED])}" if pointers else ""
    more = f" and {len(pointers) - NAMED} more" if len(pointers) > NAMED else ""
    return f"{answer.status_code} {told}{named}{more}"
