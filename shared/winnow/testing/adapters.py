"""Adapters that nobody trained: peft's files with random numbers, for a base that is given."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

from winnow.llm.adapters import CONFIG, WEIGHTS


def random_adapter(
    base: Any,
    folder: Path,
    *,
    seed: int,
    rank: int = 2,
    scale: float = 4.0,
    layers: tuple[str, ...] = ("q_proj",),
) -> Path:
    """Write an adapter of the base that does change its answers; the base stays as it was.

    The smaller the scale, the less.
    """
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(seed)
    config = LoraConfig(
        r=rank, lora_alpha=scale * rank, target_modules=list(layers), init_lora_weights=False
    )
    wrapped = get_peft_model(base, config)
    wrapped.save_pretrained(folder)
    wrapped.unload()
    return folder


def zipped(folder: Path, target: Path) -> Path:
    """The adapter's files at the root of a zip, as the registry keeps them."""
    with ZipFile(target, "w") as packed:
        for name in (CONFIG, WEIGHTS):
            packed.write(folder / name, name)
    return target
