"""Training an adapter from end to end: data to a folder with the adapter and its card."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from winnow.contracts.tuning import ModelCard, Task
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.tuning.parts import Split
from winnow.tuning.training import checkpoints
from winnow.tuning.training.base import Base, open_base
from winnow.tuning.training.batches import Batch, batches_of, steps_of
from winnow.tuning.training.card import write_adapter, write_card
from winnow.tuning.training.course import Course
from winnow.tuning.training.encoding import Encoder
from winnow.tuning.training.learner import Learner
from winnow.tuning.training.material import Material, check_parts, encode_parts
from winnow.tuning.training.options import TrainingOptions
from winnow.tuning.training.watching import look

NO_MATTER: Final = {"minutes", "checkpoint_minutes", "device", "patience", "keep_tokens"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: `reading` counts examples, `training` steps; `left` is in seconds."""

    stage: Literal["reading", "training"]
    done: int
    total: int
    left: float | None = None
    loss: float | None = None
    f1: float | None = None


Told = Callable[[Progress], None]


def train(
    parts: Split,
    recipe: Recipe,
    task: Task,
    folder: Path,
    options: TrainingOptions,
    on_progress: Told = lambda _: None,
    *,
    base: Base | None = None,
) -> ModelCard:
    """Train an adapter; write `folder/adapter` and `folder/card.json`.

    It goes on from `folder/checkpoints` if a training of the same data and options was interrupted,
    to the same end. Raises MisconfiguredError for data, options or a machine that cannot do it;
    then there is no adapter, and what was learnt so far lies in the checkpoint.
    """
    check_parts(parts, recipe, task)
    base = base or open_base(options)
    encoder = Encoder(base.tokenizer, base.context)
    material = encode_parts(parts, encoder, options.validate_examples)
    session = _Session(base, material, encoder, task, options, on_progress)
    course = session.run(folder / "checkpoints", _made_of(parts, recipe, task, base, options))
    write_adapter(session.learner.model, base, folder)
    return write_card(parts, recipe, task, base, options, course, folder)


class _Session:
    def __init__(
        self,
        base: Base,
        material: Material,
        encoder: Encoder,
        task: Task,
        options: TrainingOptions,
        told: Told,
    ) -> None:
        self.learner = Learner(base.model, options, base.model.device)
        self._material = material
        self._encoder = encoder
        self._task: Task = task
        self._options = options
        self._told = told
        self._batches = batches_of(material.train, options.batch_tokens, options.batch_examples)
        self._watched = batches_of(
            material.validation, options.batch_tokens, options.batch_examples
        )
        self._epoch = (-1, list[list[Batch]]())

    def run(self, folder: Path, made_of: dict[str, str]) -> Course:
        """Train to the end; the learner wears the best adapter then."""
        course = self._begin(folder, made_of)
        if not course.over(self._options):
            self._read(course)
        saved = time.monotonic()
        while not course.over(self._options):
            self._step(course)
            if time.monotonic() - saved >= self._options.checkpoint_minutes * 60:
                self._save(folder, made_of, course)
                saved = time.monotonic()
        if course.looked < course.step:  # time ran out between two looks
            self._look(course)
        if course.best is None:
            raise MisconfiguredError("no step was done in the time given: give more --minutes")
        self._save(folder, made_of, course)
        self.learner.wear(course.best)
        return course

    def _begin(self, folder: Path, made_of: dict[str, str]) -> Course:
        steps = len(self._steps(0)) * self._options.epochs
        state = checkpoints.load(folder, made_of)
        if state is None:
            return Course(total=steps)
        self.learner.load(state["learner"])
        return Course(**state["course"])

    def _read(self, course: Course) -> None:
        """Make the lower states of all examples, so that every step takes the same time."""
        total, done, started = len(self._material.train), 0, time.perf_counter()
        for batch in self._batches:
            self.learner.read(batch)
            done += len(batch)
            left = (time.perf_counter() - started) / done * (total - done)
            self._told(Progress("reading", done, total, left))
        course.reading += time.perf_counter() - started

    def _step(self, course: Course) -> None:
        started = time.perf_counter()
        epoch, at = divmod(course.step, len(self._steps(0)))
        rate = course.rate(self._options)
        loss = self.learner.step(self._steps(epoch)[at], rate)
        course.step += 1
        seconds = time.perf_counter() - started
        course.seconds += seconds
        course.curves.append({"step": course.step, "loss": loss, "rate": rate, "seconds": seconds})
        course.fit(self._options)
        if course.looks_now(self._options):
            self._look(course)
        f1 = course.best_f1 if course.best else None
        self._told(Progress("training", course.step, course.total, course.left(), loss, f1))

    def _look(self, course: Course) -> None:
        started = time.perf_counter()
        loss = self.learner.loss(self._watched)
        found = look(self.learner.model, self._encoder, self._material.watched, self._task)
        course.note(found.f1, loss, self.learner.weights())
        seconds = time.perf_counter() - started
        course.seconds += seconds
        course.curves.append(
            {
                "step": course.step,
                "validation_loss": loss,
                "validation_f1": found.f1,
                "valid_share": found.valid / len(self._material.watched),
                "seconds": seconds,
            }
        )

    def _steps(self, epoch: int) -> list[list[Batch]]:
        if self._epoch[0] != epoch:
            options = self._options
            made = steps_of(self._batches, options.batch_examples, seed=options.seed, epoch=epoch)
            self._epoch = (epoch, made)
        return self._epoch[1]

    def _save(self, folder: Path, made_of: dict[str, str], course: Course) -> None:
        state = {"made_of": made_of, "learner": self.learner.state(), "course": course.state()}
        checkpoints.save(folder, state)


def _made_of(
    parts: Split, recipe: Recipe, task: Task, base: Base, options: TrainingOptions
) -> dict[str, str]:
    """What must be the same for a training to be gone on with."""
    told = json.dumps(options.model_dump(exclude=NO_MATTER), sort_keys=True)
    return {
        "data": parts.data_hash,
        "recipe": recipe.recipe,
        "task": task,
        "base": f"{base.name} {base.hash} {base.model.dtype}",
        "options": hashlib.sha256(told.encode()).hexdigest()[:16],
    }
