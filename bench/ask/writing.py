"""Models that write, through the whole way of a question; what they are paid is told besides."""

# ruff: noqa: ARG002  (guardrails and a catalogue that look at nothing)

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from bench.ask.labelled import Labelled, LabelledSet, drawn
from bench.ask.metrics import words_of
from bench.ask.running import sets_of
from bench.ask.searching import TENANT, SetRetriever

from winnow.answering.open import open_answerer
from winnow.answering.port import Answerer, Asked
from winnow.answering.settings import AnsweringSettings
from winnow.contracts.evidence import Scalar
from winnow.contracts.questions import Answer
from winnow.embedding.open import open_embedder
from winnow.evaluation.intervals import wilson
from winnow.guardrails.port import Checked, Finding
from winnow.llm.open import open_model
from winnow.llm.stack import open_calls
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.retrieval.port import Filters


class NoCatalogue:
    """Catalogue of nothing: the sets have no extracted values."""

    async def matching(self, tenant: str, filters: Filters, most: int) -> tuple[UUID, ...]:
        return ()

    async def values(
        self, tenant: str, documents: tuple[UUID, ...]
    ) -> Mapping[UUID, Mapping[str, Scalar]]:
        return {}


class NoGuardrails:
    """Guardrails that let everything by: attacks are tried elsewhere."""

    async def question(self, text: str) -> Checked:
        return Checked(allowed=True)

    async def passage(self, text: str) -> Checked:
        return Checked(allowed=True)

    async def answer(self, text: str, *, question: str = "") -> Checked:
        return Checked(allowed=True)

    def masked(self, text: str, findings: tuple[Finding, ...]) -> str:
        return text


async def written(asked: argparse.Namespace) -> dict[str, Any]:
    """By set: what is answered, cited and removed, with and without the right passages."""
    told: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        settings = AnsweringSettings(data=Path(folder), model=asked.model)
        await migrate(settings.database_url())
        database = open_database(settings.database_url())
        model, embedder = open_model(settings), open_embedder(settings)
        calls = open_calls(settings, database, (model,))
        told["model"] = model.name
        try:
            for labelled in sets_of(asked):
                retriever = SetRetriever(labelled, embedder, asked.out / "lancedb")
                await retriever.index()
                answerer = open_answerer(
                    settings,
                    model=model,
                    calls=calls,
                    retriever=retriever,
                    guardrails=NoGuardrails(),
                    catalogue=NoCatalogue(),
                )
                told[labelled.name] = await _both(answerer, retriever, labelled, asked.most)
        finally:
            await database.close()
    return told


async def _both(
    answerer: Answerer, retriever: SetRetriever, labelled: LabelledSet, most: int | None
) -> dict[str, Any]:
    pairs: dict[str, list[tuple[Labelled, Answer]]] = {"found": [], "without": []}
    for number, one in enumerate(drawn(labelled.questions, most)):
        for variant, done in pairs.items():
            retriever.leave_out(one.passages if variant == "without" else ())
            filters = Filters(documents=(one.within,) if one.within else ())
            question = Asked(f"{one.id}/{variant}", TENANT, one.question, filters=filters)
            done.append((one, (await answerer.answer(question)).answer))
        if number % 20 == 19:
            print(f"{labelled.name}: {number + 1} questions", file=sys.stderr, flush=True)
    return {variant: _figures(done) for variant, done in pairs.items()}


def _figures(done: list[tuple[Labelled, Answer]]) -> dict[str, Any]:
    answered = [(one, answer) for one, answer in done if answer.outcome == "answered"]
    low, high = wilson(len(answered), len(done))
    cited = [
        (one, place) for one, answer in answered for said in answer.sentences
        for place in said.citations
    ]  # fmt: skip
    return {
        "questions": len(done),
        "outcomes": {
            name: sum(answer.outcome == name for _, answer in done)
            for name in ("answered", "not_in_documents", "escalated")
        },
        "answered": {"share": len(answered) / len(done), "low": low, "high": high},
        "answer_holds_gold": _share([_holds(one, answer) for one, answer in answered]),
        "citation_precision": _share([place.chunk in one.passages for one, place in cited]),
        "citation_recall": _share(
            [
                any(p.chunk in one.passages for said in a.sentences for p in said.citations)
                for one, a in done
            ]
        ),
        "removed": sum(len(answer.removed) for _, answer in done),
        "usd": sum(used.cost_usd or 0.0 for _, answer in done for used in answer.usage),
    }


def _holds(one: Labelled, answer: Answer) -> bool:
    """Whether all words of a right answer stand in what is said, one after the other."""
    said = f" {' '.join(words_of(answer.text))} "
    return any(f" {' '.join(words_of(gold))} " in said for gold in one.answers if words_of(gold))


def _share(held: list[bool]) -> float:
    return round(sum(held) / len(held), 4) if held else 0.0
