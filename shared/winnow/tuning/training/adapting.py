"""The adapter on its base: peft's LoRA on the upper layers, and its weights as one reads them."""

import warnings
from typing import Any, Final

import torch
from torch import Tensor, nn

from winnow.errors import MisconfiguredError
from winnow.tuning.training.layers import Layers
from winnow.tuning.training.options import TrainingOptions

ROOM: Final = torch.bfloat16  # what an adapter is saved in, and therefore trained through


def adapt(model: Any, options: TrainingOptions) -> tuple[Any, int]:
    """Put LoRA on the linear maps of the upper layers; return peft's model and the lowest layer."""
    from peft import LoraConfig, get_peft_model

    layers = Layers(model)
    lowest = layers.count - max(1, round(layers.count * options.layers))
    config = LoraConfig(
        r=options.rank,
        lora_alpha=options.alpha,
        lora_dropout=options.dropout,
        target_modules=linear_maps(layers),
        layers_to_transform=list(range(lowest, layers.count)),
        layers_pattern="layers",
        task_type="CAUSAL_LM",
    )
    torch.manual_seed(options.seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of peft, on tied embeddings: not adapted
        # adapters in the base's own dtype: casting every state to fp32 and back costs a CPU dearly
        adapted = get_peft_model(model, config, autocast_adapter_dtype=False)
    return adapted, lowest


def linear_maps(layers: Layers) -> list[str]:
    """The names of a layer's linear maps, such as q_proj and down_proj."""
    found = {
        name.rpartition(".")[2]
        for name, module in layers.at(0).named_modules()
        if isinstance(module, nn.Linear)
    }
    if not found:
        raise MisconfiguredError("the base has no linear maps that LoRA could change")
    return sorted(found)


class Masters:
    """The adapter's weights in fp32, which steps are added to; the model holds them rounded.

    A step at a usual rate is smaller than bf16 can add to a weight, so it would be lost there.
    What the model computes with is always what will be saved, to the bit.
    """

    def __init__(self, adapted: nn.Module) -> None:
        named = [(name, one) for name, one in adapted.named_parameters() if one.requires_grad]
        self._held = [one for _, one in named]
        self.names = [name for name, _ in named]
        self.weights = [one.detach().float().clone() for one in self._held]
        self.put()

    def take_gradients(self) -> None:
        """Move the gradients of the model's weights here."""
        for master, held in zip(self.weights, self._held, strict=True):
            master.grad = None if held.grad is None else held.grad.float()
            held.grad = None

    def put(self) -> None:
        """Give the model these weights, rounded as they are saved."""
        with torch.no_grad():
            for master, held in zip(self.weights, self._held, strict=True):
                held.copy_(master.to(ROOM))

    def copy(self) -> dict[str, Tensor]:
        """The weights by name."""
        pairs = zip(self.names, self.weights, strict=True)
        return {name: weight.detach().cpu().clone() for name, weight in pairs}

    def load(self, weights: dict[str, Tensor]) -> None:
        """Take back what `copy` gave."""
        with torch.no_grad():
            for name, master in zip(self.names, self.weights, strict=True):
                master.copy_(weights[name])
        self.put()
