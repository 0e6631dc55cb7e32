"""Wiring of embed: which adapters it works with."""

from winnow.embedding.open import open_embedder
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow.vectors.open import open_vectors
from winnow_embed.handlers import Tools, handlers
from winnow_embed.settings import EmbedSettings


def create_service(settings: EmbedSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or EmbedSettings()
    blobs = open_blobs(settings)
    embedder = open_embedder(settings)
    vectors = open_vectors(settings, embedder.dimensions)

    async def warm() -> None:
        await embedder.embed(["warm"])  # reads the weights now and not at the first document

    return Service(
        name="embed",
        settings=settings,
        tools=Tools(blobs, embedder, vectors, settings.embed_batch),
        port=settings.embed_port,
        handlers=handlers(settings.embed_workers),
        ready={"blobs": blobs.ready, "vectors": vectors.ready},
        start=warm,
        close=vectors.close,
    )
