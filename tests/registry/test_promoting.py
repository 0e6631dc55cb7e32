"""Who is champion changes by the gate or for a reason, and every way leads back."""

from pathlib import Path

import pytest

from winnow.contracts.tuning import ModelRef
from winnow.errors import ChangedMeanwhileError, MisconfiguredError, UnreachableError
from winnow.recipes.recipe import Recipe
from winnow.records.audit import AuditLog
from winnow.records.calibrations import Calibrations
from winnow.records.database import Database
from winnow.records.serving import ServingStore
from winnow.registry.aliases import mend
from winnow.registry.port import Version
from winnow.registry.promoting import chosen, promote, roll_back
from winnow.registry.registering import attach, challenge, register
from winnow.registry.tools import Tools
from winnow.testing.registry import MemoryRegistry
from winnow.testing.tuned import (
    BASE,
    BASE_HASH,
    adapter_in,
    calibration_of,
    card_of,
    evidence_of,
)

GOOD = [1.0] * 36 + [0.0] * 4
BAD = [1.0] * 20 + [0.0] * 20


async def version_of(
    tools: Tools,
    recipe: Recipe,
    place: Path,
    weights: bytes,
    *,
    champion: str = BASE,
    better: bool = True,
) -> Version:
    card = card_of(recipe, weights)
    ref = await register(tools, card, adapter_in(place, weights), recipe, BASE_HASH)
    version = await tools.models.get("receipt", "extract", ref.version)
    rights = (GOOD, BAD) if better else (BAD, GOOD)
    evidence = evidence_of(card, *rights, champion=champion)
    await attach(tools, version, evidence, calibration_of(recipe, card.name))
    return version


async def test_a_better_challenger_becomes_champion_and_the_way_back_restores_the_one_before(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    first = await version_of(tools, recipe, tmp_path, b"1")
    await challenge(tools, first, by="tune")
    assert await chosen(tools, "receipt", "extract", None) == first
    made = await promote(tools, first, recipe, BASE_HASH, by="ann")
    assert made.after is not None
    assert (made.after.champion, made.after.challenger) == (first.ref, None)
    assert await tools.models.aliases("receipt", "extract") == {"champion": "1"}

    second = await version_of(tools, recipe, tmp_path, b"2", champion=first.ref.model)
    await promote(tools, second, recipe, BASE_HASH, by="ann")
    back = await roll_back(tools, "receipt", "extract", by="ann", why="wrong totals")
    assert back.champion == first.ref
    assert await tools.models.aliases("receipt", "extract") == {"champion": "1"}


async def test_a_worse_challenger_is_refused_with_reasons_and_nothing_changes(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    worse = await version_of(tools, recipe, tmp_path, b"1", better=False)
    made = await promote(tools, worse, recipe, BASE_HASH, by="ann")
    assert made.after is None
    assert [one.name for one in made.verdict.broken] == ["better", "slices"]
    assert await tools.serving.current("receipt", "extract") is None
    kept = await tools.models.get("receipt", "extract", "1")
    assert kept.verdict == made.verdict


async def test_force_needs_a_reason_that_is_audited(
    database: Database, tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    mine = Tools(
        tools.models, ServingStore(database), tools.blobs, Calibrations(database), tools.bases
    )
    worse = await version_of(mine, recipe, tmp_path, b"1", better=False)
    await promote(mine, worse, recipe, BASE_HASH, by="ann", force="the other one leaks")
    [logged] = await AuditLog(database).page("")
    assert (logged.entry.actor, logged.entry.action) == ("ann", "forced")
    assert logged.entry.detail.endswith(
        "forced past the gate (better, slices): the other one leaks"
    )


async def test_a_version_judged_against_an_older_champion_is_judged_anew(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    first = await version_of(tools, recipe, tmp_path, b"1")
    second = await version_of(tools, recipe, tmp_path, b"2")
    assert (await promote(tools, first, recipe, BASE_HASH, by="ann")).after is not None
    late = await promote(tools, second, recipe, BASE_HASH, by="ann")
    assert [one.name for one in late.verdict.broken] == ["compared"]


async def test_who_is_champion_already_is_told_so(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    first = await version_of(tools, recipe, tmp_path, b"1")
    await promote(tools, first, recipe, BASE_HASH, by="ann")
    with pytest.raises(MisconfiguredError, match="version 1 is the champion"):
        await promote(tools, first, recipe, BASE_HASH, by="ann")
    with pytest.raises(MisconfiguredError, match="has no challenger"):
        await chosen(tools, "receipt", "extract", None)


async def test_what_changed_while_the_gate_looked_is_not_overwritten(
    tools: Tools, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await version_of(tools, recipe, tmp_path, b"1")
    second = await version_of(tools, recipe, tmp_path, b"2")
    keep = MemoryRegistry.keep_verdict

    async def overtaken(self: MemoryRegistry, *told: object) -> None:
        await keep(self, *told)  # type: ignore[arg-type]
        await challenge(tools, second, by="bob")

    monkeypatch.setattr(MemoryRegistry, "keep_verdict", overtaken)
    with pytest.raises(ChangedMeanwhileError):
        await promote(tools, first, recipe, BASE_HASH, by="ann")
    now = await tools.serving.current("receipt", "extract")
    assert now is not None
    assert (now.champion, now.challenger) == (None, second.ref)


async def test_an_alias_that_somebody_moved_is_mended_and_told(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    first = await version_of(tools, recipe, tmp_path, b"1")
    await version_of(tools, recipe, tmp_path, b"2")
    await promote(tools, first, recipe, BASE_HASH, by="ann")
    assert await mend(tools) == ()
    await tools.models.point("receipt", "extract", {"champion": "2", "challenger": "1"})
    assert await mend(tools) == (
        "receipt/extract: the registry's challenger was version 1, services follow none: mended",
        "receipt/extract: the registry's champion was version 2, services follow version 1: mended",
    )
    assert await tools.models.aliases("receipt", "extract") == {"champion": "1"}


async def test_a_champion_that_is_no_version_has_no_alias(tools: Tools) -> None:
    shipped = ModelRef(version="shipped", model="small+receipt@1")
    await tools.serving.change(
        "receipt", "extract", seen=0, champion=shipped, challenger=None, by="a", why="shipped"
    )
    assert await mend(tools) == ()
    assert await tools.models.aliases("receipt", "extract") == {}


async def test_a_registry_that_is_away_keeps_nobody_from_going_back(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    first = await version_of(tools, recipe, tmp_path, b"1")
    await promote(tools, first, recipe, BASE_HASH, by="ann")
    assert isinstance(tools.models, MemoryRegistry)
    tools.models.fail_with(UnreachableError("model registry"))
    back = await roll_back(tools, "receipt", "extract", by="ann", why="wrong totals")
    assert back.champion is None
    tools.models.fail_with(None)
    [mended] = await mend(tools)
    assert "champion was version 1, services follow none" in mended
