"""A version is tried again only on what it has not learnt, and the gate is asked anew."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.llm.weights import BASE_NAME
from winnow.registry.evidence import Parity
from winnow.registry.port import Version
from winnow.registry.registering import attach, register
from winnow.registry.tools import Tools
from winnow.testing.registry import memory_tools
from winnow.testing.training_examples import INTENT, example
from winnow.testing.tuned import adapter_in, calibration_of, card_of, evidence_of
from winnow.tuning import rechecking
from winnow.tuning.progress import quiet
from winnow.tuning.rechecking import recheck

GOOD = [1.0] * 36 + [0.0] * 4
BAD = [1.0] * 20 + [0.0] * 20
EXAMPLES = [
    example(text, {"intent": "card"}, sha256=sha)
    for text, sha in (("a", "a" * 64), ("b", "c" * 64))
]


@pytest.fixture
def tools() -> Tools:
    return memory_tools()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The texts that were tried; every path gives the same."""
    texts: list[str] = []

    async def tried(test: Sequence[TrainingExample], *_: Any) -> tuple[Parity, ...]:
        texts.extend(one.text for one in test)
        return Parity(path="local", documents=1, same=1), Parity(path="openai", documents=1, same=1)

    monkeypatch.setenv("WINNOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(rechecking, "tried", tried)
    monkeypatch.setattr(rechecking, "base_hash", lambda _: "b1")
    return texts


async def version(tools: Tools, place: Path, evident: bool = True) -> Version:
    card = card_of(INTENT, task="classify", base=BASE_NAME)
    card = card.model_copy(update={"name": card.name.replace("small+", f"{BASE_NAME}+")})
    ref = await register(tools, card, adapter_in(place), INTENT, "b1")
    made = await tools.models.get(INTENT.recipe, "classify", ref.version)
    if evident:
        kept = evidence_of(card, GOOD, BAD, parity=[])
        await attach(tools, made, kept, calibration_of(INTENT, card.name))
    return made


async def test_what_was_never_tried_through_a_server_passes_once_it_was(
    tools: Tools, tmp_path: Path, asked: list[str]
) -> None:
    made = await version(tools, tmp_path)
    verdict = await recheck(tools, made, INTENT, EXAMPLES, Settings(), quiet)
    assert verdict.passed, verdict.words
    assert asked == [EXAMPLES[1].text]  # the card names the other one's document
    kept = await tools.models.evidence(made)
    assert kept is not None
    assert [one.path for one in kept.parity] == ["local", "openai"]


@pytest.mark.usefixtures("asked")
async def test_what_was_trained_on_all_of_it_or_never_compared_is_refused(
    tools: Tools, tmp_path: Path
) -> None:
    made = await version(tools, tmp_path)
    with pytest.raises(MisconfiguredError, match="trained on all"):
        await recheck(tools, made, INTENT, EXAMPLES[:1], Settings(), quiet)
    bare = await version(memory := memory_tools(), tmp_path, evident=False)
    with pytest.raises(MisconfiguredError, match="never compared"):
        await recheck(memory, bare, INTENT, EXAMPLES, Settings(), quiet)
