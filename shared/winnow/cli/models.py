"""winnow models list, show, promote, rollback, check, serve"""

import asyncio
from collections.abc import Awaitable, Callable
from getpass import getuser
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from winnow.cli import models_checked, models_serve
from winnow.cli import models_listed as listed
from winnow.cli import models_shown as shown
from winnow.cli.terminal import err, explained, fail, out, print_json
from winnow.config import Settings
from winnow.contracts.tuning import Serving, Task
from winnow.errors import MisconfiguredError
from winnow.recipes.load import recipe_named
from winnow.registry.base import BaseChange
from winnow.registry.promoting import Promotion
from winnow.registry.tools import Tools

app = typer.Typer(
    no_args_is_help=True,
    help="Tuned models: which there are, which of them answers, and the way back.",
)
T = TypeVar("T")
Name = Annotated[str, typer.Argument(help="Name of the recipe.")]
OfTask = Annotated[Task, typer.Option("--task", help="extract, classify or summarise.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]
app.command("serve")(models_serve.serve)


@app.command("list")
def list_(
    recipe: Annotated[str | None, typer.Argument(help="Of this recipe only.")] = None,
    as_json: AsJson = False,
) -> None:
    """List every version, the oldest first: aliases, quality, age and erased documents.

    The aliases are those that services follow. Where the registry's own point elsewhere they are
    moved, and it is told.
    """

    async def act(tools: Tools) -> listed.Listed:
        from winnow.registry.aliases import mend

        mended = await mend(tools)
        serving = [one for one in await tools.serving.all() if recipe in (None, one.recipe)]
        return listed.Listed(await tools.models.versions(recipe), serving, mended)

    with explained():
        found = asyncio.run(_with_registry(act))
    for line in found.mended:
        err.print(line, markup=False)
    if as_json:
        for one in listed.as_lines(found):
            print_json(one)
    else:
        out.print(listed.as_table(found))


@app.command()
def show(
    recipe: Name,
    version: Annotated[str | None, typer.Argument(help="Its number; else the champion.")] = None,
    task: OfTask = "extract",
    as_json: AsJson = False,
) -> None:
    """Tell all of one version: its card, what the gate found, and when it answered."""

    async def act(tools: Tools) -> shown.Shown:
        history = await tools.serving.history(recipe, task)
        number = version or _champion(history, recipe, task)
        return shown.Shown(await tools.models.get(recipe, task, number), history)

    with explained():
        told = asyncio.run(_with_registry(act))
    if as_json:
        print_json(shown.whole(told))
    else:
        out.print(shown.card(told), markup=False, highlight=False)


@app.command()
def promote(
    recipe: Name,
    version: Annotated[str | None, typer.Argument(help="Its number; else the challenger.")] = None,
    task: OfTask = "extract",
    force: Annotated[
        str | None, typer.Option(metavar="REASON", help="Past the gate; the reason is audited.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a version champion if the gate lets it pass; services follow within a second.

    The gate judges by what was measured when it was tuned: better than who answers now by more than
    the noise, worse in no slice, calibrated, and the same outputs where it serves. Refused, the
    reasons are told and the exit code is 1.

    Example: winnow models promote receipt 3
    """
    if force is not None and not force.strip():
        fail("--force takes the reason, which is audited")

    async def act(tools: Tools) -> Promotion:
        from winnow.registry.base import base_hash
        from winnow.registry.promoting import chosen, promote

        wanted = await chosen(tools, recipe, task, version)
        base = base_hash(wanted.card.base)
        of = recipe_named(Settings().recipes, recipe)
        return await promote(tools, wanted, of, base, by=getuser(), force=force)

    with explained():
        made = asyncio.run(_with_registry(act))
    if as_json:
        print_json(shown.promotion(made))
    else:
        out.print(shown.checks(made.verdict))
        if made.after is not None:
            out.print(shown.moved(made.before, made.after), markup=False, highlight=False)
    if made.after is None:
        fail(made.verdict.words, code=1)


@app.command()
def rollback(
    recipe: Name,
    task: OfTask = "extract",
    why: Annotated[str, typer.Option(help="The reason, which is audited.")] = "by hand",
    as_json: AsJson = False,
) -> None:
    """Make the champion before this one champion again, exactly as it was; no gate is asked.

    Twice in a row goes back two. Before the first champion the model of the settings answered.
    """

    async def act(tools: Tools) -> tuple[Serving | None, Serving]:
        from winnow.registry.promoting import roll_back

        before = await tools.serving.current(recipe, task)
        return before, await roll_back(tools, recipe, task, by=getuser(), why=why)

    with explained():
        before, after = asyncio.run(_with_registry(act))
    if as_json:
        print_json({"before": shown.dumped(before), "after": shown.dumped(after)})
    else:
        out.print(shown.moved(before, after), markup=False, highlight=False)


@app.command()
def check(
    recipe: Annotated[
        str | None, typer.Argument(help="Try a version of this recipe where it serves.")
    ] = None,
    version: Annotated[str | None, typer.Argument(help="Its number; else the challenger.")] = None,
    data: Annotated[
        Path | None, typer.Option(help="Labelled documents or exported examples to try it on.")
    ] = None,
    task: OfTask = "extract",
    use_given_text: Annotated[
        bool, typer.Option("--use-given-text", help="Text given with a document, not our OCR.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look whether the model of the settings is still the same behind its name.

    A local base is known by a hash of its weights, a provider's model by what the provider calls
    it. If it changed, every calibration of its models is void, so that what they read goes to a
    person, and the exit code is 1: tune or calibrate anew.

    With a recipe: try a version again where it serves, in a process and through the server of
    WINNOW_OPENAI_BASE_URL if it lists it (else winnow models serve), on documents that it was not
    trained on, and ask the gate. So after an adapter was loaded in vLLM. The exit code is 1 where
    the gate does not let it pass.

    Example: winnow models check receipt --data receipts.jsonl --use-given-text
    """
    if recipe is not None:
        models_checked.check(recipe, version, task, data, use_given_text, as_json)
        return

    async def act(tools: Tools) -> BaseChange | None:
        from winnow.llm.identity import identity_of
        from winnow.registry.base import check_base

        return await check_base(tools, await identity_of(Settings()))

    with explained():
        changed = asyncio.run(_with_registry(act))
    if as_json:
        print_json(shown.base(changed))
    if changed is not None:
        fail(shown.base_words(changed), code=1)
    err.print("The base is what it was.")


async def _with_registry(act: Callable[[Tools], Awaitable[T]]) -> T:
    from winnow.registry.open import open_registry

    async with open_registry(Settings()) as tools:
        return await act(tools)


def _champion(history: list[Serving], recipe: str, task: Task) -> str:
    if not history or history[0].champion is None:
        raise MisconfiguredError(
            f"{recipe}/{task} has no champion: name a version of `winnow models list`"
        )
    return history[0].champion.version
