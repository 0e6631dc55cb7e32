"""Two models that are loaded at once, as services that share a process do."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from winnow.embedding.local import load
from winnow.llm.weights import load_weights


@pytest.mark.live
def test_models_that_are_loaded_at_once_come_out_whole() -> None:
    with ThreadPoolExecutor(2) as pool:
        for _ in range(3):
            embedding = pool.submit(load, bf16=False)
            weights = pool.submit(load_weights).result()
            _, minilm = embedding.result()
            head, words = weights.model.lm_head.weight, weights.model.model.embed_tokens.weight
            assert head.data_ptr() == words.data_ptr()
            assert {str(one.dtype) for one in minilm.parameters()} == {"torch.float32"}
            assert {one.dtype for one in weights.model.parameters()} == {words.dtype}
