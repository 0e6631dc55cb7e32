"""What was learnt from labelled documents, in SQL."""

import time
from typing import Final

from sqlalchemy import or_, select, update

from winnow.contracts.calibration import Calibration
from winnow.records.database import Database
from winnow.records.statements import insert_ignore
from winnow.records.tables import calibrations

FRESH: Final = 15.0  # seconds for which an answer is remembered


class Calibrations:
    """CalibrationStore on the table `calibrations`; a new one is in use within FRESH seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[str, str], tuple[float, Calibration | None]] = {}
        self._by_id: dict[str, Calibration] = {}

    async def keep(self, calibration: Calibration) -> None:
        row = {
            "id": calibration.id,
            "recipe": calibration.recipe,
            "model": calibration.model,
            "body": calibration.model_dump_json(),
            "at": calibration.created_at,
        }
        async with self._database.begin() as connection:
            await insert_ignore(connection, calibrations, [row])
        self._known.clear()

    async def newest(self, recipe: str, model: str) -> Calibration | None:
        until, known = self._known.get((recipe, model), (0.0, None))
        if until > time.monotonic():
            return known
        query = (
            select(calibrations.c.body)
            .where(
                calibrations.c.recipe == recipe,
                calibrations.c.model == model,
                calibrations.c.void == "",
            )
            .order_by(calibrations.c.at.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        found = None if body is None else Calibration.model_validate_json(body)
        self._known[recipe, model] = (time.monotonic() + FRESH, found)
        return found

    async def void(self, base: str, why: str) -> list[str]:
        rows = calibrations.c
        on_base = or_(rows.model == base, rows.model.startswith(f"{base}+", autoescape=True))
        mine = update(calibrations).where(on_base, rows.void == "").values(void=why)
        async with self._database.begin() as connection:
            ids = (await connection.execute(mine.returning(rows.id))).scalars().all()
        self._known.clear()
        return sorted(ids)

    async def get(self, id: str) -> Calibration | None:  # noqa: A002  (what it is called)
        if id not in self._by_id:
            query = select(calibrations.c.body).where(calibrations.c.id == id)
            async with self._database.read() as connection:
                body = (await connection.execute(query)).scalar_one_or_none()
            if body is None:
                return None
            self._by_id[id] = Calibration.model_validate_json(body)
        return self._by_id[id]
