"""The adapter and its card, written to a folder: both whole, or neither."""

import json
import resource
import shutil
from collections.abc import Sized
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import ModelCard, Task
from winnow.llm.weights import model_name
from winnow.recipes.recipe import Recipe
from winnow.tuning.parts import Split
from winnow.tuning.training.adapting import ROOM
from winnow.tuning.training.base import Base, environment
from winnow.tuning.training.course import Course
from winnow.tuning.training.options import TrainingOptions
from winnow.tuning.writing import write_whole


def write_adapter(model: Any, base: Base, folder: Path) -> Path:
    """Write peft's two files to `folder/adapter` in bf16; an adapter that was there is replaced."""
    from peft import get_peft_model_state_dict
    from safetensors.torch import save

    target, unfinished = folder / "adapter", folder / ".adapter.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    weights = {
        name: one.detach().cpu().to(ROOM).contiguous()
        for name, one in get_peft_model_state_dict(model).items()
    }
    config = {**model.peft_config["default"].to_dict(), "inference_mode": True}
    config["base_model_name_or_path"] = base.name  # the folder it was read from says nothing
    told = json.dumps(config, indent=2, sort_keys=True, default=_plain) + "\n"
    try:
        write_whole(unfinished / "adapter_model.safetensors", save(weights))
        write_whole(unfinished / "adapter_config.json", told.encode())
        shutil.rmtree(target, ignore_errors=True)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def write_card(
    parts: Split,
    recipe: Recipe,
    task: Task,
    base: Base,
    options: TrainingOptions,
    course: Course,
    folder: Path,
) -> ModelCard:
    """Write `folder/card.json` of the adapter in `folder/adapter`."""
    counts: dict[str, Sized] = {
        "train": parts.train,
        "validation": parts.validation,
        "test": parts.test,
    }
    device = base.model.device
    card = ModelCard(
        name=model_name(folder / "adapter"),
        base=base.name,
        base_hash=base.hash,
        recipe=recipe.recipe,
        task=task,
        fields_hash=fields_hash(recipe),
        data_hash=parts.data_hash,
        counts={name: len(part) for name, part in counts.items()},
        documents=tuple(sorted({one.sha256 for one in (*parts.train, *parts.validation)})),
        parameters=options.model_dump(),
        curves=tuple(course.curves),
        environment=environment(device),
        seconds=round(course.reading + course.seconds, 1),
        peak_bytes=_peak_bytes(device),
        figures={"validation": {"f1": course.best_f1, "loss": course.best_loss}},
        created_at=datetime.now(UTC),
    )
    write_whole(folder / "card.json", (card.model_dump_json(indent=2) + "\n").encode())
    return card


def _peak_bytes(device: torch.device) -> int:
    if device.type == "cuda":
        return int(torch.cuda.max_memory_allocated(device))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # kilobytes on Linux


def _plain(value: Any) -> Any:
    """What JSON has no word for in peft's configuration: sets and enumerations."""
    return sorted(value) if isinstance(value, set | frozenset) else str(value)
