"""A BERT encoder's forward pass, with each matrix product and what follows it in one kernel.

The arithmetic is that of `transformers.BertModel` (Devlin et al., 2019), whose layers leave a good
part of a CPU's time to copies, additions and activations between the products. oneDNN can do them
while it writes a product: torch's compiler uses these same kernels, but needs a C++ compiler first.
"""

from typing import Any


class Encoder:
    """The layers of a loaded BertModel; weights are shared with it, but for Q, K and V in one."""

    def __init__(self, model: Any) -> None:
        import torch

        self._embeddings = model.embeddings
        self._heads: int = model.config.num_attention_heads
        self._layers = [_Layer(layer) for layer in model.encoder.layer]
        self._fused = torch.backends.mkldnn.is_available()

    def __call__(self, ids: Any, mask: Any) -> Any:
        """Hidden states of shape (texts, tokens, width) for token ids and a mask of that shape."""
        texts, tokens = ids.shape
        states = self._embeddings(ids).flatten(0, 1)
        padded = None if bool(mask.all()) else mask.bool()[:, None, None, :]
        for layer in self._layers:
            attended = self._attend(layer, states, texts, padded)
            states = layer.after_attention(self._add(attended, states, layer.joined))
            wide = self._activate(states, layer.up)
            states = layer.after_forward(self._add(wide, states, layer.down))
        return states.view(texts, tokens, -1)

    def _attend(self, layer: "_Layer", states: Any, texts: int, padded: Any) -> Any:
        from torch.nn import functional

        product = functional.linear(states, *layer.queries_keys_values)
        split = product.view(texts, -1, 3, self._heads, product.shape[1] // 3 // self._heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4)
        found = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=padded)
        return found.transpose(1, 2).reshape(states.shape)

    def _add(self, states: Any, more: Any, linear: tuple[Any, Any]) -> Any:
        """States @ weight + bias + more"""
        import torch

        if self._fused:
            return torch.ops.mkldnn._linear_pointwise.binary(states, more, *linear, "add")  # noqa: SLF001
        return torch.nn.functional.linear(states, *linear) + more

    def _activate(self, states: Any, linear: tuple[Any, Any]) -> Any:
        """gelu(states @ weight + bias)"""
        import torch

        if self._fused:
            kernel = torch.ops.mkldnn._linear_pointwise  # noqa: SLF001
            return kernel(states, *linear, "gelu", [], "none")
        return torch.nn.functional.gelu(torch.nn.functional.linear(states, *linear))


class _Layer:
    """Weights and biases of one layer, by what they are for."""

    def __init__(self, layer: Any) -> None:
        import torch

        own = layer.attention.self
        parts = (own.query, own.key, own.value)
        self.queries_keys_values = (
            torch.cat([part.weight.detach() for part in parts]),
            torch.cat([part.bias.detach() for part in parts]),
        )
        self.joined = _detached(layer.attention.output.dense)
        self.after_attention = layer.attention.output.LayerNorm
        self.up = _detached(layer.intermediate.dense)
        self.down = _detached(layer.output.dense)
        self.after_forward = layer.output.LayerNorm


def _detached(linear: Any) -> tuple[Any, Any]:
    return linear.weight.detach(), linear.bias.detach()
