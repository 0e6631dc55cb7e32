"""What a form of ours brings: its values, checked, and the decisions that they are."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData

from winnow.contracts.evidence import Scalar
from winnow.contracts.reviews import FieldDecision, ReasonCode
from winnow.recipes.equality import same
from winnow.web.problems import ProblemError
from winnow_review.sheet.cells import Cell, Table
from winnow_review.sheet.typed import Typed, UnreadableError, typed

LONGEST: Final = 1000.0 * 3600  # seconds that a decision is believed to have taken


class Sent:
    """The fields of a form; what is absent is empty."""

    def __init__(self, form: FormData, query: Any) -> None:
        self._form = form
        self._query = query

    def text(self, name: str) -> str:
        """A field as it came."""
        value = self._form.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All fields of that name."""
        return [one for one in self._form.getlist(name) if isinstance(one, str)]

    @property
    def revision(self) -> int:
        """The revision that was looked at: the form's, or without a script its address's."""
        told = self.text("revision") or self._query.get("revision", "")
        if not (told.isascii() and told.isdigit()):
            raise ProblemError(422, "revision_missing", "the page did not say what it showed")
        return int(told)

    @property
    def reason(self) -> ReasonCode | None:
        told = self.text("reason")
        if not told:
            return None
        if told not in list(ReasonCode):
            raise ProblemError(422, "reason_unknown", f"there is no reason {told!r}")
        return ReasonCode(told)

    @property
    def seconds(self) -> float | None:
        """How long the person took, as their browser says; nonsense is left out."""
        try:
            told = float(self.text("seconds"))
        except ValueError:
            return None
        return told if 0 <= told <= LONGEST else None


async def sent(request: Request) -> Sent:
    """The form that the request brings."""
    return Sent(await request.form(), request.query_params)


def decision_on(form: Sent, cell: Cell) -> tuple[FieldDecision, str | None]:
    """What the form says of a cell, and how a typed value was read where that is not plain.

    UnreadableError for a value that the field cannot have; ProblemError 422 for no act of ours.
    """
    match form.text("act"):
        case "confirm" | "clear" as act:
            return _decision(form, cell, act), None
        case "correct":
            read = typed(form.text("value"), cell.schema)
            return _decision(form, cell, "correct", read.value), read.heard
        case "first" | "second" as act if cell.readings is not None:
            taken = cell.readings.first if act == "first" else cell.readings.second
            return _taken(form, cell, taken), None
    raise ProblemError(422, "act_unknown", "say confirm, correct or clear")


def new_row(form: Sent, table: Table) -> tuple[list[FieldDecision], dict[str, Typed]]:
    """Corrections one past the end of a list; UnreadableError, also where every cell is empty."""
    row = f"{table.pointer}/{len(table.rows)}"
    read = dict(_typed_cells(form, table))
    if not read:
        raise UnreadableError("type at least one value of the new row")
    fields = [
        FieldDecision(
            pointer="/".join((row, *path)).rstrip("/"),
            action="correct",
            value=one.value,
            reason=ReasonCode.MISSING_ROW,
            seconds=form.seconds,
        )
        for path, one in read.items()
    ]
    return fields, {"/".join(path): one for path, one in read.items()}


def _typed_cells(form: Sent, table: Table) -> Iterator[tuple[tuple[str, ...], Typed]]:
    for column in table.columns:
        text = form.text(f"value/{'/'.join(column.path)}")
        if text.strip():
            try:
                yield column.path, typed(text, column.schema)
            except UnreadableError as error:
                raise UnreadableError(f"{column.label}: {error}") from error


def _taken(form: Sent, cell: Cell, value: Scalar) -> FieldDecision:
    """One of two readings, as the decision that it is beside what the model read."""
    if value is None:
        return _decision(form, cell, "clear")
    if same(value, cell.read):
        return _decision(form, cell, "confirm")
    return _decision(form, cell, "correct", value)


def _decision(form: Sent, cell: Cell, act: str, value: Scalar = None) -> FieldDecision:
    told = {"pointer": cell.pointer, "part": cell.part, "action": act, "value": value}
    reason = None if act == "confirm" else form.reason
    return FieldDecision.model_validate({**told, "reason": reason, "seconds": form.seconds})
