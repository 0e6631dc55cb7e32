"""Chooses the vector store that the settings name."""

from winnow.config import Settings
from winnow.vectors.lancedb import LanceVectors
from winnow.vectors.port import VectorStore
from winnow.vectors.weaviate import WeaviateVectors


def open_vectors(settings: Settings, dimensions: int) -> VectorStore:
    """Weaviate where `weaviate_url` is set, else LanceDB under `data`; connects at first use."""
    if settings.weaviate_url:
        return WeaviateVectors(
            settings.weaviate_url, settings.weaviate_grpc_port, settings.weaviate_api_key
        )
    return LanceVectors(settings.data / "lancedb", dimensions)
