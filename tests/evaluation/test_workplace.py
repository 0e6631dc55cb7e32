"""Evaluations work in a folder of their own, with the calibration they were given and no other."""

from datetime import UTC, datetime

import pytest

from winnow import streams
from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.errors import MisconfiguredError
from winnow.evaluation import stages
from winnow.evaluation.in_use import calibration_in_use
from winnow.evaluation.workplace import workplace
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.records.migrate import migrate

LEARNT = Calibration(
    id="c1",
    recipe="slip",
    recipe_version="slip@2",
    fields_hash="f",
    model="fake",
    data_hash="d",
    examples=3,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    scorers={},
    held_out={},
    documents=(),
)


async def test_the_calibration_given_is_the_only_one(settings: Settings) -> None:
    async with workplace(settings, [LEARNT]) as work:
        assert await calibration_in_use(work, "slip", "fake") == LEARNT
    async with workplace(settings, []) as work:
        assert await calibration_in_use(work, "slip", "fake") is None
    assert work.data.is_relative_to(settings.data)
    assert (work.model, work.openai_model) == (settings.model, settings.openai_model)


async def test_two_evaluations_never_work_in_it_at_once(settings: Settings) -> None:
    async with workplace(settings, []):
        with pytest.raises(MisconfiguredError, match="another evaluation"):
            async with workplace(settings, []):
                pass


async def test_the_calibration_in_use_is_read_and_no_database_is_made(settings: Settings) -> None:
    assert await calibration_in_use(settings, "slip", "fake") is None
    assert not settings.data.exists()
    await migrate(settings.database_url())
    database = open_database(settings.database_url())
    await Calibrations(database).keep(LEARNT)
    await database.close()
    assert await calibration_in_use(settings, "slip", "fake") == LEARNT
    assert await calibration_in_use(settings, "slip", "other") is None


def test_a_service_that_is_not_installed_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "installed_services", dict)
    with pytest.raises(MisconfiguredError, match="pip install winnow-extract"):
        stages.open_stage(streams.CLASSIFIED, streams.EXTRACTED, settings)
