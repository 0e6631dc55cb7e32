"""winnow topics"""

from dataclasses import asdict
from typing import Annotated

import typer

from winnow.cli.places import bootstrap, security
from winnow.cli.terminal import explained, out, print_json, table
from winnow.config import Settings
from winnow.messaging.topics import apply_topics
from winnow.messaging.topics import lag as measure

app = typer.Typer(help="The topics of the map: create them, see how far readers are behind.")
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


@app.command()
def apply(as_json: AsJson = False) -> None:
    """Create missing topics and mend their settings; sizes follow WINNOW_ENVIRONMENT."""
    with explained():
        states = apply_topics(bootstrap(), Settings().environment, security())
    if as_json:
        return print_json(states)
    shown = table("topic", "state")
    for topic, state in states.items():
        shown.add_row(topic, state)
    return out.print(shown)


@app.command()
def lag(as_json: AsJson = False) -> None:
    """Show for every service and topic how many events wait."""
    with explained():
        found = measure(bootstrap(), security())
    if as_json:
        return print_json([{**asdict(one), "behind": one.behind} for one in found])
    shown = table("group", "partitions", "end", "committed", "behind")
    for one in found:
        shown.add_row(
            one.group, str(one.partitions), str(one.end), str(one.committed), str(one.behind)
        )
    return out.print(shown)
