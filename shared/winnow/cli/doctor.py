"""winnow doctor"""

from dataclasses import asdict
from typing import Annotated

import typer

from winnow.cli.terminal import out, print_json, table
from winnow.local.machine import look


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="JSON for programs.")] = False,
) -> None:
    """Say what this machine has, lacks, and how to get it; exit 1 if something is missing."""
    checks = look()
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        shown = table("", "what", "found", "how to get it")
        for check in checks:
            how = "" if check.state == "ok" else check.how
            shown.add_row(check.state, check.name, check.found, how)
        out.print(shown)
    raise typer.Exit(1 if any(check.state == "missing" for check in checks) else 0)
