"""Opens what answers questions: the one place that knows which retrieval, guardrails and model."""

from winnow.answering.port import Answered, Answerer, Asked, Told, untold
from winnow.config import Settings
from winnow.embedding.port import Embedder
from winnow.errors import UnreachableError
from winnow.llm.open import open_model
from winnow.llm.stack import open_calls
from winnow.records.database import Database
from winnow.retrieval.port import Catalogue
from winnow.vectors.open import open_vectors


class OpenedAnswerer:
    """Answerer that is opened by `start`: what it loads is large, and needed to answer only."""

    def __init__(
        self, settings: Settings, database: Database, embedder: Embedder, catalogue: Catalogue
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._catalogue = catalogue
        self._model = open_model(settings)
        self._vectors = open_vectors(settings, embedder.dimensions)
        self._calls = open_calls(settings, database, (self._model,))
        self._opened: Answerer | None = None

    async def start(self) -> None:
        """Open all; MisconfiguredError where the settings cannot work."""
        self._opened = self._open()
        await self._calls.start()

    async def stop(self) -> None:
        await self._calls.stop()
        await self._vectors.close()

    async def ready(self) -> None:
        """Raise UnreachableError if the model or the store cannot be asked."""
        await self._model.ready()
        await self._vectors.ready()

    async def answer(self, asked: Asked, told: Told = untold) -> Answered:
        if self._opened is None:
            raise UnreachableError("the answerer", "it is not opened yet")
        return await self._opened.answer(asked, told)

    def _open(self) -> Answerer:
        from winnow.answering.open import open_answerer
        from winnow.guardrails.open import open_guardrails
        from winnow.retrieval.open import open_retriever

        settings, embedder, catalogue = self._settings, self._embedder, self._catalogue
        return open_answerer(
            settings,
            model=self._model,
            calls=self._calls,
            retriever=open_retriever(settings, embedder, self._vectors, catalogue),
            guardrails=open_guardrails(settings, embedder),
            catalogue=catalogue,
        )
