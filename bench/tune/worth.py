"""Is tuning worth it? Intents of BANKING77 and questions about meetings of QMSum; ends as JSON.

`--data` is a folder with `intents_banking77` and `meetings_qmsum`. Each set is split by group, the
base is tuned on the one part for `--minutes`, and all contenders answer the other. With 0 minutes
nothing is tuned. Answers are kept: a second run asks nothing.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.tune.sets import Prepared, intents, meetings

from winnow.config import Settings
from winnow.evaluation.labelled import read_labelled
from winnow.observability.logs import configure
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing import compare
from winnow.tuning.comparing.opening import Field, open_contenders
from winnow.tuning.comparing.written import write_report
from winnow.tuning.examples import record_examples
from winnow.tuning.measuring import Measuring
from winnow.tuning.progress import Counted
from winnow.tuning.split import Split, split_examples


def main() -> None:
    """Print the verdict and the table of each set."""
    asked = _arguments()
    configure("text", "ERROR")
    folder = asked.out
    sets: dict[str, Callable[[], Prepared]] = {
        "intents": lambda: intents(
            asked.data / "intents_banking77",
            folder / "intents",
            labels=asked.labels,
            each=asked.each,
            seed=asked.seed,
        ),
        "meetings": lambda: meetings(
            asked.data / "meetings_qmsum", folder / "meetings", most=asked.meetings, seed=asked.seed
        ),
    }
    told = {
        name: asyncio.run(_worth(make(), folder / name, asked))
        for name, make in sets.items()
        if name in asked.sets.split(",")
    }
    print(json.dumps(told))


async def _worth(prepared: Prepared, folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    settings = Settings(data=folder / "data", recipes=prepared.recipes, model="local")
    recipe = load_recipes(prepared.recipes)[prepared.recipe]
    labelled = read_labelled(prepared.data, recipe)
    examples = await record_examples(labelled, recipe, settings, use_given_text=True)
    split = split_examples(examples, seed=asked.seed)
    test = Measuring(asked.most).drawn(split.test.open_for_measuring(), asked.seed)
    _say(f"{recipe.id}: {len(split.train)} train, {len(split.validation)} watch, {len(test)} test")
    adapters = [_tuned(split, recipe, folder, asked)] if asked.minutes else []
    taught = (*split.train, *split.validation)
    field = Field(recipe, "extract", settings, taught, (), adapters)
    opened = open_contenders(field)
    counted = Counted("answers", len(opened) * len({one.document for one in test}), _told)
    found = await compare(
        opened,
        test,
        recipe,
        "extract",
        settings,
        seed=asked.seed,
        on_progress=lambda _role, more: counted.add(more),
    )
    write_report(folder, found)
    rows = [row.model_dump(mode="json", exclude={"outcomes"}) for row in found.rows]
    return {"verdict": found.verdict.model_dump(), "documents": found.documents, "rows": rows}


def _tuned(split: Split, recipe: Recipe, folder: Path, asked: argparse.Namespace) -> Path:
    """Train, or take up what a run before left; the adapter's folder."""
    from winnow.tuning.training import TrainingOptions, train

    rate = {} if asked.learning_rate is None else {"learning_rate": asked.learning_rate}
    options = TrainingOptions(minutes=asked.minutes, seed=asked.seed, **rate)
    train(split, recipe, "extract", folder / "tuned", options, lambda one: _told(one.stage, one))
    return folder / "tuned" / "adapter"


def _told(step: str, far: Any) -> None:
    """A line for each tenth of a step, with the time that is left."""
    if far.done % max(far.total // 10, 1) == 0 or far.done == far.total:
        left = "" if far.left is None else f", {far.left:.0f} s left"
        loss = f", loss {far.loss:.3f}" if getattr(far, "loss", None) is not None else ""
        _say(f"  {step} {far.done}/{far.total}{left}{loss}")


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.tune.worth")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", default="intents,meetings")
    parser.add_argument("--labels", type=int, default=10, help="intents, the largest")
    parser.add_argument("--each", type=int, default=40, help="messages of each")
    parser.add_argument("--meetings", type=int, default=150, help="questions, drawn")
    parser.add_argument("--most", type=int, help="so many held-out documents")
    parser.add_argument("--minutes", type=float, default=20.0, help="of training; 0: none")
    parser.add_argument("--learning-rate", type=float, help="at its highest")
    parser.add_argument("--out", type=Path, default=Path(".winnow/bench-tune"))
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
