"""LoRA adapters as files: what peft wrote to a folder, and whether it fits a base."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from winnow.errors import MisconfiguredError

CONFIG: Final = "adapter_config.json"
WEIGHTS: Final = "adapter_model.safetensors"
CARD: Final = "card.json"
MOST_RANK: Final = 256
_INSIDE: Final = "base_model.model."  # what peft puts before the name of each module


@dataclass(frozen=True, slots=True)
class Adapter:
    """Peft's files of one adapter. `key` is the SHA-256 of both of them: what they answer."""

    folder: Path
    key: str
    config: dict[str, Any] = field(hash=False, compare=False)

    @property
    def rank(self) -> int:
        """The inner dimension of its matrices."""
        return int(self.config["r"])


def open_adapter(folder: Path) -> Adapter:
    """Read the config and hash both files; MisconfiguredError if it is none that can be served."""
    files = folder / CONFIG, folder / WEIGHTS
    for file in files:
        if not file.is_file():
            raise MisconfiguredError(f"{folder} holds no {file.name} of peft")
    told = [file.read_bytes() for file in files]
    try:
        config = json.loads(told[0])
    except ValueError as error:
        raise MisconfiguredError(f"{files[0]} is no JSON: {error}") from error
    if fault := _fault(config):
        raise MisconfiguredError(f"{folder} cannot be served: {fault}")
    return Adapter(folder, hashlib.sha256(b"\0".join(told)).hexdigest(), config)


def _fault(config: Any) -> str | None:
    """Why an adapter is none of those whose layers can be switched without touching the base."""
    if not isinstance(config, dict) or config.get("peft_type") != "LORA":
        return "it is no LoRA adapter"
    rank = config.get("r")
    if not isinstance(rank, int) or not 1 <= rank <= MOST_RANK:
        return f"its rank is {rank!r}; from 1 to {MOST_RANK} is possible"
    for unfit in ("modules_to_save", "trainable_token_indices", "layer_replication"):
        if config.get(unfit):
            return f"it changes weights of the base itself ({unfit}): train it without"
    if config.get("bias", "none") != "none":
        return "it changes biases of the base: train it with bias=none"
    return None


def check_base(adapter: Adapter, base: str, base_hash: str) -> None:
    """Raise MisconfiguredError if its card or its config names another base.

    A base is told by its hash where there is a card, else by the last part of its name or path.
    """
    card = adapter.folder / CARD
    if card.is_file():
        told = json.loads(card.read_text())
        if told.get("base_hash") and told["base_hash"] != base_hash:
            raise MisconfiguredError(
                f"{adapter.folder} was trained on {told.get('base')} {told['base_hash']}, and the "
                f"base in use is {base} {base_hash}: tune it anew"
            )
        return
    named = str(adapter.config.get("base_model_name_or_path") or "")
    if named and base not in named.rstrip("/").rsplit("/", 1)[-1].lower():
        raise MisconfiguredError(
            f"{adapter.folder} was trained on {named!r}, and the base in use is {base}"
        )


def check_shapes(adapter: Adapter, model: Any) -> None:
    """Raise MisconfiguredError unless every matrix fits the layer of the model that it is for.

    Shapes: lora_A (rank, in), lora_B (out, rank). Only the file's header is read, and of the model
    nothing is changed.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(adapter.folder / WEIGHTS, framework="pt") as file:
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise MisconfiguredError(f"{adapter.folder / WEIGHTS} is broken: {error}") from error
    if not shapes:
        raise MisconfiguredError(f"{adapter.folder / WEIGHTS} is empty")
    for name, shape in shapes.items():
        if fault := _misfit(name, shape, adapter.rank, model):
            raise MisconfiguredError(f"{adapter.folder} does not fit the base: {name} {fault}")


def _misfit(name: str, shape: tuple[int, ...], rank: int, model: Any) -> str | None:
    place, _, kind = name.removesuffix(".weight").rpartition(".lora_")
    try:
        layer = model.get_submodule(place.removeprefix(_INSIDE))
    except AttributeError:
        return "is for a layer that the base does not have"
    fitting = {"A": (rank, layer.in_features), "B": (layer.out_features, rank)}
    if kind not in fitting:
        return "is no matrix of LoRA"
    if shape != fitting[kind]:
        return f"has the shape {shape}, not {fitting[kind]}"
    return None
