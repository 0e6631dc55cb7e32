"""One model that learns: a step of it, its loss, and everything needed to go on after a kill."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from winnow.errors import MisconfiguredError
from winnow.tuning.training.adapting import Masters, adapt
from winnow.tuning.training.batches import Batch
from winnow.tuning.training.encoding import Encoded
from winnow.tuning.training.layers import Layers
from winnow.tuning.training.options import TrainingOptions
from winnow.tuning.training.states import LowerStates


class Learner:
    """A base under an adapter that is trained by AdamW on the tokens a model chooses."""

    def __init__(self, base: Any, options: TrainingOptions, device: torch.device) -> None:
        self.model, lowest = adapt(base, options)
        self._options = options
        self._device = device
        self._layers = Layers(self.model)
        self._lowest = lowest
        self._states = LowerStates(self._layers, lowest, device, options.keep_tokens)
        self._masters = Masters(self.model)
        self._optimiser = torch.optim.AdamW(
            self._masters.weights, lr=options.learning_rate, weight_decay=0.0
        )

    def read(self, batch: Batch) -> None:
        """Make the states below the adapter, which later steps reuse."""
        self._states.of(batch)

    def step(self, batches: Sequence[Batch], rate: float) -> float:
        """Learn from these examples at this rate; return the mean loss of a chosen token.

        Raises MisconfiguredError when the loss is no number: nothing was learnt from them then.
        """
        self.model.train()
        count = sum(sum(one.chosen) for batch in batches for one in batch)
        total = 0.0
        for batch in batches:
            loss = self._loss(batch) / max(count, 1)
            total += loss.item()
            loss.backward()
        self._masters.take_gradients()
        norm = torch.nn.utils.clip_grad_norm_(
            [one for one in self._masters.weights if one.grad is not None], self._options.clip
        )
        if not math.isfinite(total) or not math.isfinite(norm):
            raise MisconfiguredError(
                f"the loss is {total:.3g} and its gradient {float(norm):.3g}: lower the learning "
                f"rate ({self._options.learning_rate:g} now), or train in --dtype fp32"
            )
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        self._masters.put()
        return total

    def loss(self, batches: Sequence[Batch]) -> float:
        """The mean loss of a chosen token, nothing being learnt."""
        self.model.eval()
        count = sum(sum(one.chosen) for batch in batches for one in batch)
        with torch.no_grad():
            total = sum(float(self._loss(batch)) for batch in batches)
        return total / max(count, 1)

    def state(self) -> dict[str, Any]:
        """All that the next step depends on, as tensors and plain values."""
        return {
            "weights": self._masters.copy(),
            "optimiser": self._optimiser.state_dict(),
            "random": torch.get_rng_state(),
        }

    def load(self, state: dict[str, Any]) -> None:
        """Take back what `state` gave."""
        self._masters.load(state["weights"])
        self._optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])

    def weights(self) -> dict[str, Tensor]:
        """A copy of the adapter's weights."""
        return self._masters.copy()

    def wear(self, weights: dict[str, Tensor]) -> None:
        """Put on other weights, such as the best so far."""
        self._masters.load(weights)

    def _loss(self, batch: Batch) -> Tensor:
        """The summed loss; logits are computed for the chosen tokens only."""
        first, rests = self._states.of(batch)
        _, states = self._layers.run(first, rests, self._lowest, self._layers.count)
        told = torch.cat([states[row, _before(one)] for row, one in enumerate(batch)])
        wanted = torch.tensor([token for one in batch for token in _chosen(one)])
        return cross_entropy(
            self._layers.logits(told).float(), wanted.to(self._device), reduction="sum"
        )


def _before(one: Encoded) -> list[int]:
    """Where in rest and answer the model stands when it chooses a token."""
    start = len(one.rest) - 1
    return [start + at for at, chosen in enumerate(one.chosen) if chosen]


def _chosen(one: Encoded) -> list[int]:
    return [token for token, chosen in zip(one.answer, one.chosen, strict=True) if chosen]
