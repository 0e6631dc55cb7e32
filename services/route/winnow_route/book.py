"""route's memory of audits, and of the gates that they closed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, update

from winnow.calibration.auditing import audit_breach
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import route_audits as audits
from winnow.records.tables import route_gates as gates
from winnow_route.auditing import Seen


@dataclass(frozen=True, slots=True)
class Promise:
    """What is kept: of a recipe under a calibration, so much error, so surely."""

    recipe: str
    calibration: str
    tolerated: float
    assurance: float


@dataclass(frozen=True, slots=True)
class Breach:
    """An audit result past the bound; `error_at_least` is the lower bound of the error rate."""

    field: str
    audited: int
    errors: int
    error_at_least: float


class Book:
    """Audits by document and field. Everything may be done twice: the same is kept once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def draw(self, document: str, recipe: str, calibration: str) -> None:
        """Note that a document is being audited."""
        row = {
            "document_id": document,
            "field": "",
            "recipe": recipe,
            "calibration": calibration,
            "accepted": 0,
            "at": now(),
        }
        async with self._database.begin() as connection:
            await insert_ignore(connection, audits, [row])

    async def audited(self, document: str) -> str | None:
        """The calibration under which a document is being audited, if it is."""
        query = select(audits.c.calibration).where(
            audits.c.document_id == document, audits.c.field == ""
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def closed(self, recipe: str, calibration: str) -> set[str]:
        """The fields whose gates are closed under a calibration."""
        query = select(gates.c.field).where(
            gates.c.recipe == recipe, gates.c.calibration == calibration
        )
        async with self._database.read() as connection:
            return set((await connection.execute(query)).scalars())

    async def settle(
        self, document: str, cause: str, seen: Iterable[Seen], promises: dict[str, Promise]
    ) -> list[Breach]:
        """Keep what an audit found; close and tell the gates whose errors are past the bound.

        `promises` is by field, `cause` the id of the decision: asked again with it, the same
        breaches are told again.
        """
        breaches = []
        for one in seen:
            promise = promises.get(one.field)
            if promise and (breach := await self._note(document, cause, one, promise)):
                breaches.append(breach)
        return breaches

    async def _note(self, document: str, cause: str, seen: Seen, promise: Promise) -> Breach | None:
        key = {"recipe": promise.recipe, "field": seen.field, "calibration": promise.calibration}
        found = {"document_id": document, **key, "accepted": seen.accepted, "errors": seen.errors}
        async with self._database.begin() as connection:
            await one_at_a_time(connection, f"{gates.name}/{promise.recipe}/{seen.field}")
            await insert_ignore(connection, audits, [{**found, "at": now()}])
            await connection.execute(
                update(audits)
                .where(audits.c.document_id == document, audits.c.field == seen.field)
                .values(accepted=seen.accepted, errors=seen.errors)
            )
            query = select(func.sum(audits.c.accepted), func.sum(audits.c.errors)).where(
                *(audits.c[name] == value for name, value in key.items()),
                audits.c.errors.is_not(None),
            )
            audited, errors = (await connection.execute(query)).one()
            least = audit_breach(int(audited), int(errors), promise.tolerated, promise.assurance)
            if least is None:
                return None
            row = {**key, "closed_at": now(), "cause": cause}
            await insert_ignore(connection, gates, [row])
            own = select(gates.c.cause).where(*(gates.c[name] == key[name] for name in key))
            if (await connection.execute(own)).scalar_one() != cause:
                return None  # it was closed before, and told
        return Breach(seen.field, int(audited), int(errors), least)
