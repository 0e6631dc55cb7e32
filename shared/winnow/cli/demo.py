"""The samples sent through the system, and its answers beside the truth."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from winnow.cli.places import async_client
from winnow.cli.submitting import Outcome, Submission
from winnow.cli.terminal import err, out, table
from winnow.local.system import Addresses
from winnow.recipes.equality import same
from winnow.recipes.pointers import leaves

SHOWN = 40  # characters of a value


@dataclass(frozen=True, slots=True)
class Truth:
    """What a sample really says."""

    path: Path
    recipe: str
    gold: dict[str, Any]


def read_truth(folder: Path) -> list[Truth]:
    """The samples of a folder, in the order of its truth.jsonl."""
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [Truth(folder / row["file"], row["recipe"], row["gold"]) for row in rows]


async def show(folder: Path, addresses: Addresses, stop: asyncio.Event) -> int:
    """Submit the samples, wait for all, print the table; 0 when every document reached an end."""
    truths = read_truth(folder)
    begun = time.monotonic()
    outcomes = await _send(truths, addresses, stop)
    if outcomes is None:
        return 130
    _print_documents(truths, outcomes)
    right, total = _print_values(truths, outcomes)
    counts = Counter(outcome.status for outcome in outcomes)
    told = ", ".join(f"{number} {status}" for status, number in sorted(counts.items()))
    out.print(f"\n{len(outcomes)} documents in {time.monotonic() - begun:.0f} s: {told}.")
    out.print(f"{right} of {total} values as in truth.jsonl ({right / max(total, 1):.0%}).")
    out.print(f"gateway {addresses.gateway}/docs   the reviewers' desk {addresses.review}")
    out.print(f"ask these documents {addresses.ask}")
    return 0 if all(outcome.ended for outcome in outcomes) else 1


async def _send(
    truths: list[Truth], addresses: Addresses, stop: asyncio.Event
) -> list[Outcome] | None:
    """The outcomes, or None if the person ended it before."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    async with async_client(addresses.gateway) as sender, async_client(addresses.review) as desk:
        with Progress(*columns, TimeElapsedColumn(), console=err) as bar:
            task = bar.add_task("starting", total=len(truths))
            await _ready(sender, desk, stop)
            bar.update(task, description="reading and extracting")

            def told(outcome: Outcome) -> None:
                bar.advance(task)
                bar.console.print(f"  {outcome.status:9} {outcome.file}", markup=False)

            work = asyncio.create_task(
                Submission(sender, desk, None, told).run([t.path for t in truths], wait=True)
            )
            ended = asyncio.create_task(stop.wait())
            await asyncio.wait({work, ended}, return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            if not work.done():
                work.cancel()
                return None
            return await work


async def _ready(sender: httpx.AsyncClient, desk: httpx.AsyncClient, stop: asyncio.Event) -> None:
    """Wait until gateway and review answer that they are ready."""
    for http in (sender, desk):
        while not stop.is_set():
            if await _is_ready(http):
                break
            await asyncio.sleep(0.3)


async def _is_ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).is_success
    except httpx.TransportError:  # it does not listen yet
        return False


def _print_documents(truths: list[Truth], outcomes: list[Outcome]) -> None:
    shown = table("file", "recipe", "true recipe", "status", "why")
    for truth, outcome in zip(truths, outcomes, strict=True):
        recipe = (outcome.result or {}).get("recipe") or "-"
        why = (outcome.reason or "").split("; ")
        more = f" (+{len(why) - 1} more)" if len(why) > 1 else ""
        shown.add_row(truth.path.name, recipe, truth.recipe, outcome.status, why[0] + more)
    out.print(shown)
    out.print()


def _print_values(truths: list[Truth], outcomes: list[Outcome]) -> tuple[int, int]:
    shown = table("file", "field", "value", "confidence", "truth", "")
    right = total = 0
    for truth, outcome in zip(truths, outcomes, strict=True):
        found = _leaves(outcome)
        for pointer, true in leaves(truth.gold).items():
            leaf = found.get(pointer, {})
            good = same(leaf.get("value"), true)
            right, total = right + good, total + 1
            shown.add_row(
                truth.path.name,
                pointer,
                _short(leaf.get("value")),
                f"{leaf['confidence']:.2f}" if leaf else "",
                _short(true),
                "right" if good else "wrong",
            )
    out.print(shown)
    return right, total


def _leaves(outcome: Outcome) -> dict[str, Any]:
    result = outcome.result or {}
    body = result.get("body") or result
    return dict(body.get("leaves") or {})


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if value is not None else ""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
