"""The classical contender: sentence embeddings and a logistic regression, no language model."""

import asyncio
import hashlib
import json
import time
from collections.abc import Sequence
from typing import Any, Final

from winnow.contracts.tuning import TrainingExample
from winnow.contracts.usage import Usage
from winnow.embedding.port import Embedder
from winnow.errors import MisconfiguredError, UnfillableError
from winnow.llm.port import Filled, Form, Prompt
from winnow.prompts import unfenced

WEAKNESS: Final = 30.0  # inverse strength of the penalty; unit vectors need a weak one
ROUNDS: Final = 500


class EmbeddingClassifier:
    """Fills forms of one choice by logistic regression over the embedder's vectors.

    It learns from the training examples at the first question. Raises MisconfiguredError for
    examples whose answers are not of one field, or that know a single label.
    """

    def __init__(
        self, examples: Sequence[TrainingExample], embedder: Embedder, role: str = "classifier"
    ) -> None:
        answers = [json.loads(one.answer) for one in examples]
        fields = {tuple(answer) for answer in answers}
        if len(fields) != 1 or any(len(field) != 1 for field in fields):
            raise MisconfiguredError("a classifier needs training examples with one field each")
        [[self._field]] = fields
        self._labels: list[Any] = [answer[self._field] for answer in answers]
        if len(set(self._labels)) < 2:
            raise MisconfiguredError(
                f"a classifier needs two labels, and all {len(answers)} training examples have "
                f"{self._labels[0]!r}: label others too"
            )
        self._texts = [unfenced(one.text) for one in examples]
        told = json.dumps([self._texts, self._labels])
        digest = hashlib.sha256(told.encode()).hexdigest()[:8]
        self.name = self.reader = f"{embedder.name}+logistic@{digest}"
        self.role = role
        self.window = 100_000  # the embedder takes the beginning
        self._embedder = embedder
        self._fitted: Any = None
        self._fitting = asyncio.Lock()

    async def fill(
        self,
        form: type[Form],
        prompt: Prompt,
        *,
        stage: str,
        max_tokens: int = 2048,  # noqa: ARG002  (the port's)
    ) -> Filled[Form]:
        """The likeliest label and its probability. Raises UnfillableError for another form."""
        if list(form.model_fields) != [self._field]:
            raise UnfillableError("refused", f"it learnt to fill {self._field} alone")
        fitted = await self._model()
        begun = time.perf_counter()
        vectors = await self._embedder.embed([unfenced(prompt.text)])
        chances = fitted.predict_proba(vectors)[0]
        best = int(chances.argmax())
        label = self._labels[int(fitted.classes_[best])]
        seconds = time.perf_counter() - begun
        usage = Usage(model=self.name, stage=stage, cost_usd=0.0, prices="local", seconds=seconds)
        answer = form.model_validate({self._field: label})
        return Filled(answer, usage, {f"/{self._field}": float(chances[best])})

    async def ready(self) -> None:
        """Learn, if that has not happened yet."""
        await self._model()

    async def _model(self) -> Any:
        async with self._fitting:
            if self._fitted is None:
                vectors = await self._embedder.embed(self._texts)
                self._fitted = await asyncio.to_thread(_fit, vectors, self._labels)
        return self._fitted


def _fit(vectors: Any, labels: Sequence[Any]) -> Any:
    """A regression whose classes are places in `labels`, which may hold null."""
    from sklearn.linear_model import LogisticRegression

    first: dict[Any, int] = {}
    for at, label in enumerate(labels):
        first.setdefault(label, at)
    classes = [first[label] for label in labels]
    return LogisticRegression(C=WEAKNESS, max_iter=ROUNDS).fit(vectors, classes)
