"""What we ask of an embedding model."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Unit-length vectors; `name` states model and precision: never mix two in one index."""

    name: str
    dimensions: int

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), dimensions), rows of unit length."""
        ...


@runtime_checkable
class TokenEmbedder(Protocol):
    """A model that also gives a vector for each token of a text."""

    async def embed_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Return an array of shape (tokens, dimensions) for each text, rows of unit length.

        The marks that the model sets at both ends are left out.
        """
        ...
