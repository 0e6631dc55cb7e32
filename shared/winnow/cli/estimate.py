"""What submitting files will cost, before it is done."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from winnow.cli.ledger import looked_up
from winnow.cli.pages import pages_of
from winnow.cli.terminal import err, table
from winnow.config import Settings
from winnow.errors import MisconfiguredError, UnreachableError
from winnow.llm.choice import chosen
from winnow.llm.estimating import Estimate, Range, Reading, dollars, estimate
from winnow.llm.price import price
from winnow.llm.tokens import Tokens
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.records.past import past_documents

SHARE: Final = 4  # windows and parts of a document that services read unless told otherwise
WINDOWS: Final = {"claude": 400_000, "local": 5_000}  # characters, as the adapters have


@dataclass(frozen=True, slots=True)
class Estimated:
    """The estimate, by model its dollars (None: no price is known), and files of unknown length."""

    estimate: Estimate
    usd: dict[str, Range | None]
    unknown_pages: int

    def as_json(self) -> dict[str, Any]:
        usd = {model: one.model_dump() if one else None for model, one in self.usd.items()}
        return {**self.estimate.model_dump(), "usd": usd, "unknown_pages": self.unknown_pages}


def estimated(files: Sequence[Path], recipe: str | None, settings: Settings) -> Estimated:
    """What these files will take. MisconfiguredError for a recipe that there is not."""
    known = load_recipes(settings.recipes)
    if recipe is not None and recipe not in known:
        raise MisconfiguredError(f"there is no recipe {recipe!r}; there are {', '.join(known)}")
    of = known[recipe] if recipe else None
    pages = [pages_of(file) for file in files]
    try:
        past = asyncio.run(looked_up(lambda sql: past_documents(sql, recipe)))
    except UnreachableError as error:  # the database may be out of a submitter's reach
        err.print(f"nothing is known of past documents: {error}", markup=False)
        past = []
    rungs = _rungs(of, settings)
    window = WINDOWS.get(rungs[-1].partition(":")[0], settings.openai_window)
    found = estimate(past, of, [one or 1 for one in pages], Reading(window, SHARE, SHARE))
    models = {rung: _dollars(found, rung, settings) for rung in rungs}
    return Estimated(found, models, sum(one is None for one in pages))


def show(of: Estimated) -> None:
    """Tell it on stderr."""
    found = of.estimate
    shown = table("", "at least", "likely", "at most")
    shown.add_row("calls", *_whole(found.calls))
    shown.add_row("input tokens", *_whole(found.input_tokens))
    shown.add_row("output tokens", *_whole(found.output_tokens))
    for model, usd in of.usd.items():
        told = [f"{one:.4f}" for one in (usd.low, usd.middle, usd.high)] if usd else ["unknown"] * 3
        shown.add_row(f"USD, {model}", *told)
    err.print(f"{found.documents} documents, {found.pages} pages")
    err.print(shown)
    if of.unknown_pages:
        err.print(f"{of.unknown_pages} files are taken for one page each: only reading tells.")
    if found.past:
        err.print(f"From {found.past} documents of the past; 9 times in 10 it is in between.")
    else:
        err.print("A guess from the recipe and the pages: too few documents were read so far.")
    for model, usd in of.usd.items():
        if usd is None:
            err.print(f"No price is known for {model}.", markup=False)


def _rungs(recipe: Recipe | None, settings: Settings) -> list[str]:
    """The models that may read: those of the recipe's ladder, or the one of the settings."""
    named = [rung for rung in recipe.ladder if rung != "layout"] if recipe else []
    return named or [chosen(settings)]


def _dollars(of: Estimate, rung: str, settings: Settings) -> Range | None:
    """As if this model read everything."""
    kind, _, model = rung.partition(":")

    def priced(told: int, written: int) -> float | None:
        tokens = Tokens(input=told, output=written)
        if kind == "local":
            return 0.0
        if kind == "claude":
            return price(tokens, model or settings.claude_model, provider="anthropic")[0]
        return price(tokens, model or settings.openai_model, url=settings.openai_base_url)[0]

    return dollars(of, priced)


def _whole(of: Range) -> list[str]:
    return [f"{one:,.0f}" for one in (of.low, of.middle, of.high)]
