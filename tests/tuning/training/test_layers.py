"""Running from the middle, with a shared beginning, is the same as running the whole."""

from collections.abc import Callable
from typing import Any

import torch

from winnow.tuning.training.base import Base
from winnow.tuning.training.layers import Layers


def test_states_of_a_padded_batch_are_those_of_each_sequence_alone(
    open_tiny: Callable[[], Base],
) -> None:
    model: Any = open_tiny().model
    layers = Layers(model)
    first, rests = [1, 2, 3, 4], [[5, 6, 7], [8, 9, 10, 11, 12]]
    with torch.no_grad():
        begun = layers.embed(torch.tensor([first]))
        lower = [layers.embed(torch.tensor(rest)) for rest in rests]
        begun, batch = layers.run(begun, lower, 0, 1)
        lower = [batch[row, : len(rest)] for row, rest in enumerate(rests)]
        _, batch = layers.run(begun, lower, 1, 2)
        for row, rest in enumerate(rests):
            whole = model(input_ids=torch.tensor([[*first, *rest]])).logits[0, len(first) :]
            torch.testing.assert_close(layers.logits(batch[row, : len(rest)]), whole)


def test_gradients_reach_what_all_sequences_begin_with(open_tiny: Callable[[], Base]) -> None:
    layers = Layers(open_tiny().model)
    begun = layers.embed(torch.tensor([[1, 2]])).detach().requires_grad_()
    rests = [layers.embed(torch.tensor([5, 6])).detach()]
    _, batch = layers.run(begun, rests, 0, 2)
    batch.sum().backward()
    assert begun.grad is not None
    assert begun.grad.abs().sum() > 0
