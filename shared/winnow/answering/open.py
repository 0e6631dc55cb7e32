"""Opens what answers questions, as the settings and the model ask for it."""

from winnow.answering.answerer import CheckedAnswerer
from winnow.answering.entailing import Entailment
from winnow.answering.port import Answerer
from winnow.answering.quoter import Quoter
from winnow.answering.rating import rating_for
from winnow.answering.reading import Reader
from winnow.answering.rewriting import Rewriter
from winnow.answering.settings import AnsweringSettings
from winnow.answering.topics import Topic, read_topics, shipped_topics
from winnow.answering.vectors import SentenceVectors
from winnow.answering.writer import Writer
from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.embedding.port import Embedder
from winnow.guardrails.port import Guardrails
from winnow.llm.calls import Calls
from winnow.llm.port import LanguageModel
from winnow.llm.skill import only_quotes
from winnow.retrieval.port import Catalogue, Retriever


def open_answerer(
    settings: Settings,
    *,
    model: LanguageModel,
    calls: Calls,
    retriever: Retriever,
    guardrails: Guardrails,
    catalogue: Catalogue,
    embedder: Embedder | None = None,
) -> Answerer:
    """The answerer; a model that only quotes never says anything in its own words.

    Without `embedder` the one of the settings compares sentences. Raises MisconfiguredError for a
    file of topics that is none.
    """
    told = settings.widened(AnsweringSettings)
    vectors = SentenceVectors(embedder or open_embedder(settings))
    quotes = only_quotes(model)
    reader: Reader = Writer(model, calls)
    if quotes:
        rating = rating_for(model.name)
        reader = Quoter(model, calls, vectors, told.ask_language, rating)
    return CheckedAnswerer(
        name=model.name,
        retriever=retriever,
        guardrails=guardrails,
        catalogue=catalogue,
        rewriter=Rewriter(None if quotes else model, calls, told.ask_language),
        reader=reader,
        vectors=vectors,
        entailment=Entailment(model, calls) if told.ask_entailment and not quotes else None,
        topics=_topics(told),
        bar=reader.bar if told.ask_bar is None else told.ask_bar,
        language=told.ask_language,
        most=told.ask_passages,
    )


def _topics(settings: AnsweringSettings) -> tuple[Topic, ...]:
    if settings.ask_topics == "none":
        return ()
    own = settings.own_topics
    return shipped_topics() if own is None else read_topics(own)
