"""What the layers below the adapter make of each example: computed once, for they never change."""

import torch
from torch import Tensor

from winnow.tuning.training.batches import Batch
from winnow.tuning.training.layers import Layers


class LowerStates:
    """Keeps the states of at most `keep` tokens; those of further examples are made each time.

    Of SmolLM2-135M a token takes 1.2 KB.
    """

    def __init__(self, layers: Layers, stop: int, device: torch.device, keep: int) -> None:
        self._layers = layers
        self._stop = stop
        self._device = device
        self._room = keep
        self._kept: dict[Batch, tuple[Tensor, list[Tensor]]] = {}

    def of(self, batch: Batch) -> tuple[Tensor, list[Tensor]]:
        """States of the prefix, shape (1, tokens, width), and of each rest with its answer."""
        if batch in self._kept:
            return self._kept[batch]
        made = self._make(batch)
        size = sum(one.length for one in batch) + len(batch[0].prefix)
        if size <= self._room:
            self._kept[batch] = made
            self._room -= size
        return made

    def _make(self, batch: Batch) -> tuple[Tensor, list[Tensor]]:
        with torch.no_grad():
            first = self._embed(batch[0].prefix)
            rests = [self._embed((*one.rest, *one.answer))[0] for one in batch]
            if self._stop == 0:
                return first, rests
            first, lower = self._layers.run(first, rests, 0, self._stop)
        return first, [row[: one.length].clone() for row, one in zip(lower, batch, strict=True)]

    def _embed(self, tokens: tuple[int, ...]) -> Tensor:
        return self._layers.embed(torch.tensor([tokens], device=self._device))
