"""A promotion by the registry reaches the next answer, and a rollback restores the old one.

All of it is real but for the size of the model: SQLite, the files of adapters, peft, the grammar.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from obstore.store import LocalStore

from winnow.llm.adapter_files import AdapterFiles
from winnow.llm.adapters import WEIGHTS
from winnow.llm.engine import Base, Engine
from winnow.llm.following import Following
from winnow.llm.local import LocalModel
from winnow.llm.pointers import FRESH, Pointers
from winnow.llm.port import Prompt
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.records.bases import ModelBases
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.serving import ServingStore
from winnow.registry.port import Version
from winnow.registry.promoting import promote, roll_back
from winnow.registry.registering import attach, register
from winnow.registry.tools import Tools
from winnow.storage.objects import ObjectBlobs
from winnow.testing.adapters import random_adapter
from winnow.testing.registry import MemoryRegistry
from winnow.testing.tiny import CONTEXT, TINY, TINY_HASH, TinyWeights, tiny_model, tiny_tokenizer
from winnow.testing.tuned import calibration_of, card_of, evidence_of

GOOD = [1.0] * 36 + [0.0] * 4
BAD = [1.0] * 20 + [0.0] * 20
SLIP = Prompt("Fill in the form.", "TOTAL 12.50 EUR")


@dataclass
class World:
    """The registry's tools and a service that follows them, with its clock in the test's hands."""

    tools: Tools
    folder: Path
    recipe: Recipe
    tokenizer: Any = field(default_factory=tiny_tokenizer)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.base = tiny_model(self.tokenizer)
        engine = Engine(
            Base(TINY, lambda: TinyWeights(self.base, self.tokenizer, CONTEXT), lambda: TINY_HASH)
        )
        self.model = LocalModel(engine=engine, name=TINY)
        clock = lambda: self.seconds  # noqa: E731  (it reads what the test sets)
        files = AdapterFiles(self.tools.blobs, self.folder / "cache")
        self.following = Following(
            Pointers(self.tools.serving, clock), files, lambda model, _recipe, _task: model, clock
        )

    async def version(self, seed: int, champion: str) -> Version:
        """A registered adapter with all that the gate wants of it."""
        place = self.folder / f"trained{seed}"
        random_adapter(tiny_model(self.tokenizer), place / "adapter", seed=seed)
        digest = hashlib.sha256((place / "adapter" / WEIGHTS).read_bytes()).hexdigest()[:12]
        card = card_of(self.recipe, name=f"{TINY}+receipt@{digest}", base=TINY, base_hash=TINY_HASH)
        ref = await register(self.tools, card, place, self.recipe, TINY_HASH)
        made = await self.tools.models.get("receipt", "extract", ref.version)
        evidence = evidence_of(card, GOOD, BAD, champion=champion)
        await attach(self.tools, made, evidence, calibration_of(self.recipe, card.name))
        return made

    async def promote(self, version: Version) -> None:
        made = await promote(self.tools, version, self.recipe, TINY_HASH, by="ann")
        assert made.after is not None, made.verdict.words

    async def answer(self) -> tuple[str, bytes]:
        """What the service would answer the next document, and who says it."""
        model = await self.following.of(self.model, "receipt", "extract", "d")
        filled = await model.fill(form_of(self.recipe), SLIP, stage="extract", max_tokens=64)
        return model.name, filled.form.model_dump_json().encode()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'winnow.db'}"
    await migrate(url)
    database = open_database(url)
    tools = Tools(
        MemoryRegistry(),
        ServingStore(database),
        ObjectBlobs(LocalStore(tmp_path / "blobs", mkdir=True)),
        Calibrations(database),
        ModelBases(database),
    )
    shop = {"type": "string", "maxLength": 12}
    recipe = Recipe(
        recipe="receipt",
        version=1,
        title="Receipt",
        description="A receipt.",
        fields={"type": "object", "properties": {"shop": shop}},
    )
    yield World(tools, tmp_path, recipe)
    await database.close()


async def test_the_next_answer_after_a_promotion_is_the_new_models_and_a_rollback_restores_the_old(
    world: World,
) -> None:
    bare = await world.answer()
    assert bare[0] == TINY
    first = await world.version(1, champion=TINY)
    await world.promote(first)
    world.seconds += FRESH
    before = await world.answer()
    assert before[0] == first.ref.model
    second = await world.version(2, champion=first.ref.model)
    await world.promote(second)
    world.seconds += FRESH
    after = await world.answer()
    assert after[0] == second.ref.model
    assert len({bare[1], before[1], after[1]}) == 3
    await roll_back(world.tools, "receipt", "extract", by="ann", why="wrong totals")
    world.seconds += FRESH
    assert await world.answer() == before
    await roll_back(world.tools, "receipt", "extract", by="ann", why="wrong too")
    world.seconds += FRESH
    assert await world.answer() == bare


async def test_a_refused_challenger_answers_nothing(world: World) -> None:
    first = await world.version(1, champion=TINY)
    await world.promote(first)
    world.seconds += FRESH
    before = await world.answer()
    late = await world.version(2, champion=TINY)  # compared with who does not answer any more
    made = await promote(world.tools, late, world.recipe, TINY_HASH, by="ann")
    assert made.after is None
    world.seconds += FRESH
    assert await world.answer() == before
