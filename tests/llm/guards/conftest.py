"""Guards on a clock that nobody waits for."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from winnow.llm.calls import Guard, Question, guarded
from winnow.llm.port import Filled
from winnow.testing.clock import ManualClock
from winnow.testing.served import Said, ServedModel

AskThrough = Callable[..., Awaitable[Filled[Said]]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def model() -> ServedModel:
    return ServedModel()


@pytest.fixture
def through() -> AskThrough:
    """Asks a question through guards, the first outermost."""

    async def ask(question: Question[Said], *guards: Guard) -> Filled[Said]:
        async def fill() -> Filled[Any]:
            return await question.model.fill(
                question.form, question.prompt, stage="extract", max_tokens=question.max_tokens
            )

        return await guarded(question, guards, fill)()

    return ask
