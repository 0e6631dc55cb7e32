"""winnow questions"""

import asyncio
import json
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli.ledger import looked_up
from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.evaluation.decided import labelled, write
from winnow.records.decided_questions import decided_questions
from winnow.semantic.evaluating import Asked
from winnow.tuning.examples.consent import consents

app = typer.Typer(help="Questions that were answered before, found again in other words.")


@app.callback()
def group() -> None:
    """A group, so that its command is named."""


@app.command()
def evaluate(
    data: Annotated[
        Path, typer.Option("--data", help="JSON lines with `question` and perhaps `lang`.")
    ],
    languages: Annotated[str, typer.Option(help="Which, comma-separated; empty: all.")] = "",
    seed: Annotated[int, typer.Option(help="Of the opposites.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for programs.")] = False,
) -> None:
    """Measure how often the cache finds a paraphrase, and how often it answers another question.

    Each question is asked in other words (to be found), denied, with another number or name, and
    while it is not in the cache (not to be found); beside it cosine alone at the same hit rate.

    Example: winnow questions evaluate --data questions.jsonl --languages en,de
    """
    with explained():
        asked = _read(data, {one for one in languages.split(",") if one})
        found = {language: asyncio.run(_measure(asked[language], seed)) for language in asked}
    if as_json:
        return print_json(found)
    shown = table("language", "questions", "found", "false", "95 %", "cosine alone false")
    for language, told in found.items():
        false, alone = told["guarded"]["false_hit_rate"], told["cosine_alone"]["false_hit_rate"]
        shown.add_row(
            language,
            str(told["questions"]),
            f"{told['guarded']['hit_rate']['share']:.1%}",
            f"{false['share']:.2%}",
            f"{false['low']:.2%} to {false['high']:.2%}",
            f"{alone['share']:.1%}",
        )
    return out.print(shown)


@app.command()
def export(
    out_folder: Annotated[Path, typer.Option("--out", help="Folder for the files.")],
    tenant: Annotated[str, typer.Option(help="Whose questions.")] = "default",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Write the questions that people answered as a labelled set, to evaluate retrieval on.

    Each has the person's words, the places that they cite and the passages they stand in, in the
    form that `winnow retrieval evaluate` reads. Questions that the documents do not answer are in
    unanswerable.jsonl. A tenant must have consented: WINNOW_TRAINING_CONSENT.

    Example: winnow questions export --out labelled/questions && winnow retrieval evaluate --data
    labelled/questions
    """
    with explained():
        if not consents(Settings(), tenant):
            raise MisconfiguredError(
                f"tenant {tenant} has not consented: name it in WINNOW_TRAINING_CONSENT"
            )
        made = labelled(asyncio.run(looked_up(lambda sql: decided_questions(sql, tenant))))
        write(made, out_folder)
    counts = {
        "answered": len(made.answered),
        "unanswerable": len(made.unanswerable),
        "passages": len(made.corpus),
        "skipped": made.skipped,
    }
    if as_json:
        return print_json({"out": str(out_folder), **counts})
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    return err.print(f"{out_folder}: {told}", markup=False, highlight=False)


def _read(data: Path, languages: set[str]) -> dict[str, list[Asked]]:
    found = defaultdict(list)
    for number, line in enumerate(data.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row: dict[str, Any] = json.loads(line)
            one = Asked(str(row["question"]), str(row.get("lang", "en")))
        except (ValueError, KeyError, TypeError):
            fail(f"{data}, line {number}: no JSON object with a `question`")
        if not languages or one.language in languages:
            found[one.language].append(one)
    if not found:
        fail(f"{data} has no question" + (f" in {', '.join(sorted(languages))}" * bool(languages)))
    return dict(found)


async def _measure(asked: list[Asked], seed: int) -> dict[str, Any]:
    from rich.progress import Progress

    from winnow.embedding.open import open_embedder
    from winnow.semantic.evaluating import evaluate as measure

    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task(f"{asked[0].language}: embedding")

        def told(done: int, of: int) -> None:
            progress.update(bar, completed=done, total=of)

        return await measure(asked, open_embedder(Settings()), seed=seed, on_progress=told)
