"""Training on a base of two layers: what it learns, and what it does when something goes wrong."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from winnow.contracts.tuning import ModelCard
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.tuning.training import Progress, TrainingOptions, train
from winnow.tuning.training.base import Base
from winnow.tuning.training.course import Course
from winnow.tuning.training.learner import Learner

OPTIONS = TrainingOptions(
    rank=8, layers=0.5, epochs=6, learning_rate=0.02, batch_examples=4, dropout=0.1,
    checkpoint_minutes=0, validate_examples=6, looks=3, patience=9, device="cpu",
)  # fmt: skip
Open = Callable[[], Base]


class KilledError(Exception):
    """Stands for a kill."""


def test_the_loss_falls_and_the_card_tells_how(
    open_tiny: Open, parts: Any, recipe: Recipe, tmp_path: Path
) -> None:
    card = train(parts.split(), recipe, "extract", tmp_path, OPTIONS, base=open_tiny())
    losses = [one["loss"] for one in card.curves if "loss" in one]
    assert losses[-1] < losses[0] / 2
    assert [one["step"] for one in card.curves if "validation_f1" in one] == [14, 28, 42]
    assert all(one["valid_share"] == 1 for one in card.curves if "validation_f1" in one)
    assert card.counts == {"train": 28, "validation": 6, "test": 6}
    assert parts.test[0].sha256 not in card.documents
    assert card.figures["validation"]["f1"] >= 0.5
    assert ModelCard.model_validate_json((tmp_path / "card.json").read_text()) == card


def test_the_adapter_is_what_peft_loads_and_holds_no_path(
    open_tiny: Open, parts: Any, recipe: Recipe, tmp_path: Path
) -> None:
    from peft import PeftModel
    from safetensors.torch import load_file

    train(parts.split(), recipe, "extract", tmp_path, OPTIONS, base=open_tiny())
    loaded = PeftModel.from_pretrained(open_tiny().model, str(tmp_path / "adapter"))
    weights = load_file(tmp_path / "adapter" / "adapter_model.safetensors")
    assert {one.dtype for one in weights.values()} == {torch.bfloat16}
    assert all("layers.1." in name for name in weights)  # the upper half of two
    assert loaded.peft_config["default"].r == OPTIONS.rank
    config = json.loads((tmp_path / "adapter" / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == "tiny"


def test_a_killed_training_goes_on_to_the_same_end_to_the_bit(
    open_tiny: Open, parts: Any, recipe: Recipe, tmp_path: Path
) -> None:
    def kill(progress: Progress) -> None:
        if progress.stage == "training" and progress.done == 17:
            raise KilledError

    whole = train(parts.split(), recipe, "extract", tmp_path / "whole", OPTIONS, base=open_tiny())
    with pytest.raises(KilledError):
        train(parts.split(), recipe, "extract", tmp_path / "cut", OPTIONS, kill, base=open_tiny())
    assert not (tmp_path / "cut" / "adapter").exists()
    done: list[int] = []
    resumed = train(
        parts.split(), recipe, "extract", tmp_path / "cut", OPTIONS,
        lambda progress: done.append(progress.done) if progress.stage == "training" else None,
        base=open_tiny(),
    )  # fmt: skip
    assert done[0] == 17  # the killed step was not saved
    assert resumed.name.partition("@")[2] == whole.name.partition("@")[2]
    assert [one["loss"] for one in resumed.curves if "loss" in one] == [
        one["loss"] for one in whole.curves if "loss" in one
    ]


def test_a_checkpoint_of_other_data_is_not_gone_on_with(
    open_tiny: Open, parts: Any, recipe: Recipe, tmp_path: Path
) -> None:
    short = OPTIONS.model_copy(update={"epochs": 1})
    train(parts.split(), recipe, "extract", tmp_path, short, base=open_tiny())
    with pytest.raises(MisconfiguredError, match="another training \\(options differ\\)"):
        train(parts.split(), recipe, "extract", tmp_path, OPTIONS, base=open_tiny())


def test_a_loss_that_is_no_number_stops_it_and_leaves_no_adapter(
    open_tiny: Open, parts: Any, recipe: Recipe, tmp_path: Path
) -> None:
    base = open_tiny()
    with torch.no_grad():
        base.model.model.norm.weight.fill_(torch.nan)
    with pytest.raises(MisconfiguredError, match="lower the learning rate"):
        train(parts.split(), recipe, "extract", tmp_path, OPTIONS, base=base)
    assert not (tmp_path / "adapter").exists()
    assert not (tmp_path / "card.json").exists()


def test_a_full_disk_is_told_and_the_last_checkpoint_stays(
    open_tiny: Open, parts: Any, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_bytes
    left = [3]

    def write(path: Path, content: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", write)
    with pytest.raises(MisconfiguredError, match="make room, and resume"):
        train(parts.split(), recipe, "extract", tmp_path, OPTIONS, base=open_tiny())
    assert [one.name for one in (tmp_path / "checkpoints").iterdir()] == ["last.pt"]
    assert not (tmp_path / "adapter").exists()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda parts: parts.train.clear(), "label more documents"),
        (lambda parts: parts.validation.clear(), "label more documents"),
        (
            lambda parts: parts.train.__setitem__(
                slice(None),
                [one.model_copy(update={"answer": parts.train[0].answer}) for one in parts.train],
            ),
            "same answer",
        ),
        (
            lambda parts: parts.train.append(
                parts.train[0].model_copy(update={"fields_hash": "of another recipe"})
            ),
            "have changed since example e00",
        ),
        (
            lambda parts: parts.train.append(parts.train[0].model_copy(update={"consent": False})),
            "does not let models be trained",
        ),
        (
            lambda parts: parts.train.append(
                parts.train[0].model_copy(update={"task": "classify"})
            ),
            "is for classify",
        ),
    ],
)
def test_data_that_nothing_can_be_learnt_from_is_refused_before_it_begins(
    open_tiny: Open,
    parts: Any,
    recipe: Recipe,
    tmp_path: Path,
    spoil: Callable[[Any], None],
    why: str,
) -> None:
    spoil(parts)
    with pytest.raises(MisconfiguredError, match=why):
        train(parts.split(), recipe, "extract", tmp_path, OPTIONS, base=open_tiny())
    assert not list(tmp_path.iterdir())


def test_four_bits_need_a_gpu() -> None:
    from winnow.tuning.training.base import open_base

    with pytest.raises(MisconfiguredError, match="works on a GPU only"):
        open_base(TrainingOptions(quantise=True, device="cpu"))


def test_gathered_steps_are_those_of_one_large_batch(open_tiny: Open, parts: Any) -> None:
    from winnow.tuning.training.batches import batches_of
    from winnow.tuning.training.encoding import Encoder

    options = OPTIONS.model_copy(update={"dropout": 0.0})
    ends = []
    for most in (64, 100_000):
        base = open_tiny()
        encoded = Encoder(base.tokenizer, base.context).encode(parts.train)
        learner = Learner(base.model, options, torch.device("cpu"))
        for _ in range(3):
            learner.step(batches_of(encoded, most, 99), 0.001)
        ends.append(learner.weights())
    for name, weights in ends[0].items():
        torch.testing.assert_close(weights, ends[1][name], rtol=1e-2, atol=1e-5)


def test_when_time_runs_out_the_last_steps_are_looked_at_too(
    open_tiny: Open, parts: Any, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Course, "over", lambda course, _: course.step == 5)  # looks are due at 14
    card = train(parts.split(), recipe, "extract", tmp_path, OPTIONS, base=open_tiny())
    assert [one["step"] for one in card.curves if "validation_f1" in one] == [5]
