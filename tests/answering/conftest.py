"""A stand of fakes around an answerer; ports of the neighbours are faked here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from winnow.answering.open import open_answerer
from winnow.answering.port import Answerer
from winnow.answering.settings import AnsweringSettings
from winnow.contracts.evidence import Scalar
from winnow.contracts.questions import Source
from winnow.guardrails.port import Checked, Finding
from winnow.llm.calls import Question
from winnow.llm.port import Filled, Form
from winnow.retrieval.port import Filters
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.model import FakeModel


def source(text: str, name: str = "bridge.txt", score: float = 1.0) -> Source:
    return Source(
        document_id=uuid5(NAMESPACE_URL, name),
        file_name=name,
        chunk="c0000",
        page=1,
        text=text,
        score=score,
    )


@dataclass
class Found:
    """Retriever that finds the same for everybody; `asked` are the questions."""

    sources: tuple[Source, ...] = ()
    asked: list[str] = field(default_factory=list)

    async def find(
        self, tenant: str, question: str, *, filters: Filters | None = None, limit: int = 8
    ) -> tuple[Source, ...]:
        self.asked.append(question)
        return self.sources[:limit]


@dataclass
class Known:
    """Catalogue of values by document."""

    told: Mapping[UUID, Mapping[str, Scalar]] = field(default_factory=dict)

    async def matching(self, tenant: str, filters: Filters, most: int) -> tuple[UUID, ...]:
        return tuple(self.told)[:most]

    async def values(
        self, tenant: str, documents: tuple[UUID, ...]
    ) -> Mapping[UUID, Mapping[str, Scalar]]:
        return {one: self.told[one] for one in documents if one in self.told}


@dataclass
class Watchful:
    """Guardrails that find the words they were given, by what they look at."""

    bad_questions: tuple[str, ...] = ()
    injections: tuple[str, ...] = ()
    bad_answers: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()

    async def question(self, text: str) -> Checked:
        return _checked(text, self.bad_questions, "toxic", allowed=False)

    async def passage(self, text: str) -> Checked:
        return _checked(text, self.injections, "injection", allowed=True)

    async def answer(self, text: str, *, question: str = "") -> Checked:
        bad = _checked(text, self.bad_answers, "toxic", allowed=False)
        return bad if bad.findings else _checked(text, self.personal, "pii", allowed=True)

    def masked(self, text: str, findings: tuple[Finding, ...]) -> str:
        for one in sorted(findings, key=lambda finding: -finding.start):
            text = text[: one.start] + "<PERSON>" + text[one.end :]
        return text


def _checked(text: str, words: tuple[str, ...], kind: Any, *, allowed: bool) -> Checked:
    findings = tuple(
        Finding(kind, text.index(word), text.index(word) + len(word), 1.0, f"says {word!r}")
        for word in words
        if word in text
    )
    return Checked(allowed or not findings, findings)


class DirectCalls:
    """Calls without anything between: what the model cannot fill is an UnfilledError."""

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        return await question.model.fill(
            question.form,
            question.prompt,
            stage=question.purpose.stage,
            max_tokens=question.max_tokens,
        )


@dataclass
class Stand:
    """An answerer and all that is faked around it."""

    model: FakeModel
    found: Found
    known: Known
    guardrails: Watchful
    settings: AnsweringSettings
    embedder: HashingEmbedder = field(default_factory=HashingEmbedder)

    @property
    def answerer(self) -> Answerer:
        return open_answerer(
            self.settings,
            model=self.model,
            calls=DirectCalls(),
            retriever=self.found,
            guardrails=self.guardrails,
            catalogue=self.known,
            embedder=self.embedder,
        )


MakeStand = Callable[..., Stand]


@pytest.fixture
def stand() -> MakeStand:
    def make(
        fills: Mapping[str, Any] | None = None,
        *texts: str | tuple[str, str],
        quotes: bool = False,
        values: Mapping[UUID, Mapping[str, Scalar]] | None = None,
        guards: Mapping[str, tuple[str, ...]] | None = None,
        **settings: Any,
    ) -> Stand:
        model = FakeModel(fills or {})
        model.only_quotes = quotes  # type: ignore[attr-defined]  # as an adapter declares it
        sources = tuple(source(one) if isinstance(one, str) else source(*one) for one in texts)
        told: dict[str, Any] = {"ask_entailment": False, **settings}
        return Stand(
            model,
            Found(sources),
            Known(values or {}),
            Watchful(**(guards or {})),
            AnsweringSettings(_env_file=None, **told),
        )

    return make
