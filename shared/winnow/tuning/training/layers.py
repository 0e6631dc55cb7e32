"""The layers of a decoder, run from the middle, with a beginning that many sequences share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from winnow.errors import MisconfiguredError


@dataclass
class SharedBeginning:
    """Keys and values of the tokens that all sequences of a batch begin with.

    It stands where transformers' attention expects a cache: the first pass through a layer leaves
    its keys and values here, the next is given them in front of its own. Gradients pass through.
    """

    states: dict[int, tuple[Tensor, Tensor]] = field(default_factory=dict)

    def update(
        self, keys: Tensor, values: Tensor, layer: int, *_: object, **__: object
    ) -> tuple[Tensor, Tensor]:
        """Shapes (batch, heads, tokens, size)."""
        if layer not in self.states:
            self.states[layer] = keys, values
            return keys, values
        first = [one.expand(len(keys), -1, -1, -1) for one in self.states[layer]]
        return torch.cat([first[0], keys], dim=2), torch.cat([first[1], values], dim=2)


class Layers:
    """A causal language model of the Llama family (also Qwen, Mistral), peft around it or not."""

    def __init__(self, model: Any) -> None:
        if hasattr(model, "get_base_model"):
            model = model.get_base_model()
        self._model = model
        self._body: Any = getattr(model, "model", model)
        if not hasattr(self._body, "rotary_emb") or not hasattr(self._body, "layers"):
            raise MisconfiguredError(
                f"{type(model).__name__} cannot be tuned here: take a base of the Llama family"
            )
        self.count = len(self._body.layers)

    def at(self, index: int) -> Any:
        """One layer."""
        return self._body.layers[index]

    def embed(self, tokens: Tensor) -> Tensor:
        """Shape (batch, tokens) to (batch, tokens, width)."""
        embedded: Tensor = self._body.embed_tokens(tokens)
        return embedded

    def run(
        self, first: Tensor, rests: Sequence[Tensor], start: int, stop: int
    ) -> tuple[Tensor, Tensor]:
        """Run layers start to stop over a shared beginning and what follows it in each sequence.

        `first` has the shape (1, tokens, width); the rests (tokens, width) are padded to the
        longest at their ends, where causal attention lets nothing see the padding. Returns the
        states of both; those of the rests have the shape (rests, longest, width).
        """
        batch = torch.nn.utils.rnn.pad_sequence(list(rests), batch_first=True)
        begun, length = first.shape[1], batch.shape[1]
        places = torch.arange(begun + length, device=first.device)[None]
        turns = self._body.rotary_emb(first, position_ids=places)
        of_first = tuple(turn[:, :begun] for turn in turns)
        of_rest = tuple(turn[:, begun:] for turn in turns)
        sees = (places[0, begun:, None] >= places[0, None, :])[None, None]
        for layer in self._body.layers[start:stop]:
            beginning = SharedBeginning()
            first = layer(first, position_embeddings=of_first, past_key_values=beginning)
            batch = layer(
                batch,
                position_embeddings=of_rest,
                past_key_values=beginning,
                attention_mask=sees,
            )
        return first, batch

    def logits(self, states: Tensor) -> Tensor:
        """What the model expects after each state; shape (..., vocabulary)."""
        expected: Tensor = self._model.lm_head(self._body.norm(states))
        return expected
