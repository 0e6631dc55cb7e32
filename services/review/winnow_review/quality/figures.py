"""Figures of fields and of reviewers from readings of documents. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, cast

from winnow_review.quality.agreement import Unit, agreement_of
from winnow_review.quality.answer import FieldQuality, ReviewerQuality, Share
from winnow_review.quality.digest import Decided
from winnow_review.quality.facts import Reading
from winnow_review.quality.known import errors_of, share_of
from winnow_review.quality.pace import seconds_of, spread

Place = tuple[str | None, str, str]  # recipe, part and field
HOUR: Final = 3600.0


def decisions(readings: Iterable[Reading]) -> list[Reading]:
    """Of each request the decision that stands."""
    last: dict[str, Reading] = {}
    for one in readings:
        if one.told.against is None and one.revision >= last.get(one.request, one).revision:
            last[one.request] = one
    return list(last.values())


@dataclass(slots=True)
class Tally:
    """What was decided of many values, counted as they come."""

    actions: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    values: Counter[str] = field(default_factory=Counter)  # by document
    changed: Counter[str] = field(default_factory=Counter)

    def add(self, document: str, one: Decided) -> None:
        self.values[document] += 1
        self.actions[one.action] += 1
        if one.action != "confirm":
            self.changed[document] += 1
            self.reasons[one.reason or "none"] += 1
        if one.seconds is not None:
            self.seconds.append(one.seconds)

    @property
    def corrections(self) -> Share:
        """How much was corrected or cleared."""
        return share_of((self.changed[document], of) for document, of in self.values.items())


def by_field(readings: Sequence[Reading]) -> tuple[FieldQuality, ...]:
    """Every field that somebody decided or read twice, the most corrected first."""
    decided: dict[Place, Tally] = defaultdict(Tally)
    twice: dict[Place, list[Unit]] = defaultdict(list)
    for one in decisions(readings):
        for each in one.told.fields:
            decided[one.recipe, each.part, each.field].add(one.document, each)
    for one in readings:
        for unit in units_of(one):
            twice[cast("Place", unit.field)].append(unit)
    places = decided.keys() | twice.keys()
    found = [_field(at, decided.get(at, Tally()), twice.get(at, [])) for at in places]
    return tuple(
        sorted(found, key=lambda one: (-(one.corrections.rate or 0), one.recipe or "", one.field))
    )


def _field(place: Place, decided: Tally, twice: Sequence[Unit]) -> FieldQuality:
    recipe, part, name = place
    return FieldQuality(
        recipe=recipe,
        part=cast("Literal['field', 'summary', 'recipe']", part),
        field=name,
        corrected=decided.actions["correct"],
        cleared=decided.actions["clear"],
        corrections=decided.corrections,
        reasons=dict(decided.reasons.most_common()),
        seconds=spread(decided.seconds),
        agreement=agreement_of(twice),
    )


def reasons(fields: Iterable[FieldQuality]) -> dict[str, int]:
    """Corrections by reason code, the most frequent first."""
    found = Counter[str]()
    for one in fields:
        found.update(one.reasons)
    return dict(found.most_common())


def units_of(reading: Reading) -> list[Unit]:
    """The values of a document that two people read."""
    if reading.told.against != "decision":
        return []
    return [
        Unit(reading.document, (reading.recipe, one.part, one.field), one.first, one.second)
        for one in reading.told.compared
    ]


def by_reviewer(readings: Sequence[Reading], midnight: datetime) -> tuple[ReviewerQuality, ...]:
    """Everybody who read a document to the end, or whose decision was read again."""
    own: dict[str, list[Reading]] = defaultdict(list)
    twice: dict[str, list[Unit]] = defaultdict(list)
    for one in readings:
        own[one.reviewer].append(one)
        for name in filter(None, {one.reviewer, one.beside}):
            twice[name] += units_of(one)
    return tuple(
        _reviewer(name, own.get(name, []), twice.get(name, []), midnight)
        for name in sorted(own.keys() | twice.keys())
    )


def _reviewer(
    name: str, own: Sequence[Reading], twice: Sequence[Unit], midnight: datetime
) -> ReviewerQuality:
    known, seeded = errors_of(own)
    taken = seconds_of(own)
    return ReviewerQuality(
        reviewer=name,
        today=sum(one.at >= midnight for one in own),
        documents=len(own),
        documents_per_hour=len(taken) / (sum(taken) / HOUR) if sum(taken) else None,
        seconds=spread(taken),
        corrections=share_of((one.told.changed, one.told.decided) for one in own),
        agreement=agreement_of(twice),
        known=known,
        known_documents=seeded,
    )


def disputes(readings: Iterable[Reading]) -> Share:
    """How many second readers disagreed with the decision."""
    return share_of((int(one.disputed), 1) for one in readings if one.told.against == "decision")
