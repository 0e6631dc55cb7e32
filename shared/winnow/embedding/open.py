"""Chooses the embedding model."""

from functools import cache

from winnow.config import Settings
from winnow.embedding.local import LocalEmbedder, cpu_has_bf16
from winnow.embedding.port import Embedder


def open_embedder(_settings: Settings) -> Embedder:
    """The process's one embedder: services that share a process share its memory too."""
    return _shared()


@cache
def _shared() -> LocalEmbedder:
    return LocalEmbedder(bf16=cpu_has_bf16())
