"""What the ledger tells: calls, tokens and dollars by recipe, model, tenant, day or stage."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    text,
)

from winnow.records.model_calls import TOKENS
from winnow.records.tables import model_calls

By = Literal["recipe", "model", "tenant", "day", "stage"]
EMPTY: Final[ColumnElement[str]] = literal_column("''")
ANSWER: Final = 36  # characters of an answer's id, with which a call's begins


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls of one kind, `cached` and `failed` ones included; `unpriced` have no known price.

    `saved_usd` is what the cached ones cost when they were paid for.
    """

    of: str
    calls: int
    cached: int
    failed: int
    unpriced: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    usd: float
    saved_usd: float


@dataclass(frozen=True, slots=True)
class DocumentCost:
    """USD of one document's calls; those without a price are counted apart."""

    document_id: str
    usd: float
    unpriced: int


def spent(connection: Connection, by: By | None = None, since: str | None = None) -> list[Spent]:
    """The ledger from a day (YYYY-MM-DD) on, the dearest first; without `by`, one line of all."""
    group: ColumnElement[Any] = func.coalesce(model_calls.c[by], EMPTY) if by else EMPTY
    saved = _saved().subquery()
    query = (
        select(
            group.label("of"),
            func.count().label("calls"),
            _number(model_calls.c.outcome == "cached").label("cached"),
            _number(model_calls.c.outcome == "failed").label("failed"),
            _number(model_calls.c.usd.is_(None)).label("unpriced"),
            *(func.sum(model_calls.c[kind]).label(kind) for kind in TOKENS),
            func.coalesce(func.sum(model_calls.c.usd), 0.0).label("usd"),
            func.coalesce(func.sum(saved.c.usd), 0.0).label("saved_usd"),
        )
        .select_from(model_calls.outerjoin(saved, _is_cached_of(saved)))
        .where(*_from(since))
        .group_by(text("of"))
    )
    found = [_spent(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda one: (one.of,) if by == "day" else (-one.usd, one.of))


def document_costs(connection: Connection, since: str | None = None) -> list[DocumentCost]:
    """What each document cost from a day on; of those that were erased nothing is known."""
    query = (
        select(
            model_calls.c.document_id,
            func.coalesce(func.sum(model_calls.c.usd), 0.0),
            _number(model_calls.c.usd.is_(None)),
        )
        .where(model_calls.c.document_id != "", *_from(since))
        .group_by(model_calls.c.document_id)
    )
    return [DocumentCost(one, float(usd), int(un)) for one, usd, un in connection.execute(query)]


def spent_by_day_and_model(
    connection: Connection, since: str | None = None
) -> Sequence[tuple[str, str, float]]:
    """Day, model and USD."""
    day, model = model_calls.c.day, model_calls.c.model
    total = func.coalesce(func.sum(model_calls.c.usd), 0.0)
    query = select(day, model, total).where(*_from(since)).group_by(day, model).order_by(day, model)
    return [(when, who, float(usd)) for when, who, usd in connection.execute(query)]


def as_json(one: Spent) -> dict[str, Any]:
    """The figures of a line, by name."""
    return asdict(one)


def _saved() -> Any:
    """The price of each answer that somebody else had for nothing."""
    answer = _answer()
    paid = model_calls.c.outcome != "cached"
    price = cast(func.max(model_calls.c.usd), Float)
    return select(answer.label("answer"), price.label("usd")).where(paid).group_by(answer)


def _is_cached_of(saved: Any) -> ColumnElement[bool]:
    return and_(model_calls.c.outcome == "cached", _answer() == saved.c.answer)


def _answer() -> ColumnElement[str]:
    """Spelt out: PostgreSQL does not know two parameters of a grouping for the same."""
    return func.substr(model_calls.c.id, literal_column("1"), literal_column(str(ANSWER)))


def _number(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


def _from(since: str | None) -> list[ColumnElement[bool]]:
    return [model_calls.c.day >= since] if since else []


def _spent(row: Any) -> Spent:
    told = dict(row)
    whole = {name: int(told[name]) for name in ("calls", "cached", "failed", "unpriced", *TOKENS)}
    return Spent(of=told["of"], usd=float(told["usd"]), saved_usd=float(told["saved_usd"]), **whole)
