"""Figures of fields and of reviewers from readings of documents. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
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
class Values:
    """Decided values of one field, and the document of each."""

    documents: list[str] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)


def by_field(readings: Sequence[Reading]) -> tuple[FieldQuality, ...]:
    """Every field that somebody decided or read twice, the most corrected first."""
    decided: dict[Place, Values] = defaultdict(Values)
    twice: dict[Place, list[Unit]] = defaultdict(list)
    for one in decisions(readings):
        for each in one.told.fields:
            at = decided[one.recipe, each.part, each.field]
            at.documents.append(one.document)
            at.decided.append(each)
    for one in readings:
        for unit in units_of(one):
            twice[cast("Place", unit.field)].append(unit)
    places = decided.keys() | twice.keys()
    found = [_field(place, decided[place], twice[place]) for place in places]
    return tuple(
        sorted(found, key=lambda one: (-(one.corrections.rate or 0), one.recipe or "", one.field))
    )


def _field(place: Place, values: Values, twice: Sequence[Unit]) -> FieldQuality:
    recipe, part, name = place
    actions = Counter(one.action for one in values.decided)
    changed = [one.action != "confirm" for one in values.decided]
    wrong, of = Counter(compress(values.documents, changed)), Counter(values.documents)
    why = Counter(one.reason or "none" for one in compress(values.decided, changed))
    return FieldQuality(
        recipe=recipe,
        part=cast("Literal['field', 'summary', 'recipe']", part),
        field=name,
        corrected=actions["correct"],
        cleared=actions["clear"],
        corrections=share_of((wrong[document], size) for document, size in of.items()),
        reasons=dict(why.most_common()),
        seconds=spread([one.seconds for one in values.decided if one.seconds is not None]),
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
