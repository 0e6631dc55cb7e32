"""Makes the retriever that the settings describe."""

from winnow.config import Settings
from winnow.embedding.port import Embedder
from winnow.retrieval.port import Catalogue, Retriever
from winnow.retrieval.retriever import HybridRetriever
from winnow.retrieval.settings import RetrievalSettings
from winnow.vectors.port import VectorStore


def open_retriever(
    settings: Settings, embedder: Embedder, vectors: VectorStore, catalogue: Catalogue
) -> Retriever:
    """Over what is open already: closing the embedder and the vectors is the caller's."""
    return HybridRetriever(settings.widened(RetrievalSettings), embedder, vectors, catalogue)
