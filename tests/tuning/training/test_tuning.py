"""winnow tune: the steps in their order, and where it stops."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.contracts.tuning import ModelCard, ModelRef, Task, TrainingExample
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.tuning import tuning
from winnow.tuning.progress import Told
from winnow.tuning.training import TrainingOptions
from winnow.tuning.tuning import tune


@dataclass
class SaysNo:
    passed: bool = False
    words: str = "refused: no better than the champion"


@dataclass
class FakeSteps:
    """Steps that write down in `done` what was asked of them."""

    parts: Any
    faults: tuple[str, ...] = ()
    done: list[str] = field(default_factory=list)

    async def examples(
        self, data: Path | None, recipe: Recipe, task: Task, *, told: Told
    ) -> list[TrainingExample]:
        self.done.append(f"examples {data}")
        return list(self.parts.train)

    def split(self, examples: Sequence[TrainingExample], seed: int, folder: Path) -> Any:
        self.done.append(f"split {len(examples)} by {seed}")
        return self.parts.split()

    def check(self, parts: Any, recipe: Recipe, folder: Path) -> tuple[str, ...]:
        self.done.append("check")
        return self.faults

    async def compare(
        self, parts: Any, recipe: Recipe, task: Task, folder: Path, told: Told
    ) -> str:
        assert (folder / "adapter" / "adapter_model.safetensors").is_file()
        self.done.append("compare")
        return "table"

    async def judge(
        self,
        card: ModelCard,
        parts: Any,
        recipe: Recipe,
        compared: Any,
        folder: Path,
        by: str,
        told: Told,
    ) -> tuple[ModelRef, SaysNo]:
        self.done.append(f"judge {compared} by {by}")
        return ModelRef(version="3", model=card.name), SaysNo()


@pytest.fixture
def tiny_base(open_tiny: Callable[[], Any], recipe: Recipe, monkeypatch: Any) -> None:
    """The two-layer base where the local model would be opened, and its recipe."""
    from winnow.tuning.training import training

    monkeypatch.setattr(training, "open_base", lambda _: open_tiny())
    monkeypatch.setattr(tuning, "recipe_named", lambda _folder, _name: recipe)


OPTIONS = TrainingOptions(epochs=1, looks=1, device="cpu", seed=5)


@pytest.mark.usefixtures("tiny_base")
async def test_each_step_follows_the_other_and_the_gate_has_the_last_word(
    parts: Any, tmp_path: Path
) -> None:
    steps, told = FakeSteps(parts, ("two labels for one text",)), list[str]()
    made = await tune(
        "paint", "extract", Settings(), folder=tmp_path, data=Path("f.jsonl"), options=OPTIONS,
        by="anna", steps=steps, on_progress=lambda step, _: told.append(step),
    )  # fmt: skip
    assert steps.done == [
        "examples f.jsonl",
        "split 28 by 5",
        "check",
        "compare",
        "judge table by anna",
    ]
    assert list(dict.fromkeys(told)) == [
        "examples", "checking", "reading", "training", "comparing", "judging",
    ]  # fmt: skip
    assert (made.ref.version, made.verdict.passed) == ("3", False)
    assert made.faults == ("two labels for one text",)


@pytest.mark.usefixtures("tiny_base")
async def test_strict_does_not_train_on_data_with_faults(parts: Any, tmp_path: Path) -> None:
    steps = FakeSteps(parts, ("e01 and e09 say otherwise of one text",))
    with pytest.raises(MisconfiguredError, match="e01 and e09"):
        await tune(
            "paint", "extract", Settings(), folder=tmp_path, options=OPTIONS, strict=True,
            steps=steps,
        )  # fmt: skip
    assert "compare" not in steps.done
    assert not list(tmp_path.iterdir())


async def test_a_recipe_that_is_not_there_is_told_first(parts: Any, tmp_path: Path) -> None:
    steps = FakeSteps(parts)
    with pytest.raises(MisconfiguredError, match="there is no recipe 'paint'"):
        await tune("paint", "extract", Settings(), folder=tmp_path, steps=steps)
    assert steps.done == []


async def test_a_task_whose_tuned_model_nobody_follows_is_told_first(
    parts: Any, tmp_path: Path
) -> None:
    steps = FakeSteps(parts)
    with pytest.raises(MisconfiguredError, match="follow no tuned model"):
        await tune("paint", "classify", Settings(), folder=tmp_path, steps=steps)
    assert steps.done == []
