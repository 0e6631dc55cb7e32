"""winnow results"""

import time
from typing import Annotated, Any

import httpx
import typer

from winnow.cli.places import client, gateway_url
from winnow.cli.terminal import explained, out, print_json, table

LOOKS = 1.0  # seconds between two looks


def results(
    follow: Annotated[bool, typer.Option("--follow", help="Go on as results come.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for each.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at the most.")] = 100,
    gateway: Annotated[str | None, typer.Option(help="Address of the gateway.")] = None,
) -> None:
    """Show finished documents, oldest first.

    Example: winnow results --follow --json | jq .body.data
    """
    with explained(), client(gateway_url(gateway)) as http:
        after, found = _page(http, 0, limit)
        _print(found, as_json)
        while follow:
            time.sleep(LOOKS)
            after, found = _page(http, after, limit)
            _print(found, as_json)


def _page(http: httpx.Client, after: int, limit: int) -> tuple[int, list[dict[str, Any]]]:
    body = http.get("/v1/results", params={"after": after, "limit": limit}).json()
    return int(body["next"]), list(body["results"])


def _print(found: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        for one in found:
            print_json(one)
    elif found:
        shown = table("file", "recipe", "outcome", "by", "confidence", "USD", "seconds")
        for one in found:
            shown.add_row(
                one["file_name"],
                one["recipe"] or "",
                one["outcome"],
                one["decided_by"],
                f"{one['confidence']:.2f}",
                f"{one['cost']['usd']:.4f}",
                f"{one['latency']['total_seconds']:.1f}",
            )
        out.print(shown)
