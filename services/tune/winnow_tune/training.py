"""A training as `winnow tune` does it, told to the service."""

import json
from typing import Any, Final

from winnow.records.tuning_runs import Run
from winnow.tuning.tuning import tune
from winnow_tune.child import Tell
from winnow_tune.running import State, Told
from winnow_tune.settings import TuneSettings

AFTER: Final = ("comparing", "serving paths", "calibrating", "judging")


async def train(run: Run, settings: TuneSettings, tell: Tell) -> Told:
    """Train on what is kept of reviewed documents; compare, register, and ask the gate.

    All of it lies in a folder of the run, so that it goes on from its checkpoint.
    """

    def told(stage: str, progress: Any) -> None:
        state: State = "comparing" if stage in AFTER else "training"
        tell(Told(state, progress=json.dumps(progress, default=str)))

    made = await tune(
        run.recipe,
        run.task,
        settings,
        folder=settings.data / "tuning" / run.id,
        on_progress=told,
        by="tune",
    )
    if made.verdict.passed:
        return Told("registered", version=made.ref.version)
    return Told("refused", version=made.ref.version, reason=made.verdict.words)
