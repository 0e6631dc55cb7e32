"""A trained adapter put into the package, for `winnow up` to read under from the first start."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from winnow.contracts.tuning import ModelCard
from winnow.errors import MisconfiguredError
from winnow.llm.adapters import CARD, CONFIG, WEIGHTS

FOLDER: Final = Path(__file__).parents[2] / "adapters"
MOST_BYTES: Final = 5_000_000


def ship(trained: Path, into: Path = FOLDER) -> ModelCard:
    """Copy `trained`/adapter and its card to `into`/<recipe>: in bf16, with no path of a machine.

    `trained` is a folder of `winnow tune`. The card names no documents: nobody has those that were
    drawn, so nobody can have them erased. Raises MisconfiguredError where a file is missing or the
    weights are larger than 5 MB.
    """
    for name in (CARD, f"adapter/{CONFIG}", f"adapter/{WEIGHTS}"):
        if not (trained / name).is_file():
            raise MisconfiguredError(f"{trained} holds no {name}: name a folder that was trained")
    card = ModelCard.model_validate_json((trained / CARD).read_text("utf-8"))
    weights = _in_bf16(trained / "adapter" / WEIGHTS)
    if len(weights) > MOST_BYTES:
        raise MisconfiguredError(
            f"the adapter has {len(weights)} bytes, and {MOST_BYTES} are the most that ships: "
            "train it with a smaller rank"
        )
    digest = hashlib.sha256(weights).hexdigest()[:12]
    named = {"name": f"{card.base}+{card.recipe}@{digest}", "documents": ()}
    card = card.model_copy(update=named)
    folder = into / card.recipe
    folder.mkdir(parents=True, exist_ok=True)
    config: dict[str, Any] = json.loads((trained / "adapter" / CONFIG).read_text("utf-8"))
    config["base_model_name_or_path"] = card.base
    (folder / CONFIG).write_text(json.dumps(_ordered(config), indent=1, sort_keys=True) + "\n")
    (folder / WEIGHTS).write_bytes(weights)
    (folder / CARD).write_text(card.model_dump_json(indent=1) + "\n", "utf-8")
    return card


def _in_bf16(file: Path) -> bytes:
    """The weights in the precision that they are served in, half the size of what peft writes."""
    import torch
    from safetensors.torch import load, save

    tensors = load(file.read_bytes())
    halved = {name: one.to(torch.bfloat16) for name, one in tensors.items()}
    return bytes(save(halved, {"format": "pt"}))


def _ordered(config: dict[str, Any]) -> dict[str, Any]:
    """Peft writes sets in any order; the same adapter is to be the same bytes."""
    return {
        key: sorted(value) if key == "target_modules" and isinstance(value, list) else value
        for key, value in config.items()
    }
