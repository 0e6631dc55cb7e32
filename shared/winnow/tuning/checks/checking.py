"""All checks of a split, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from winnow.recipes.recipe import Recipe
from winnow.tuning.checks import (
    balance,
    contradictions,
    duplicates,
    labels,
    leakage,
    length,
    outliers,
    presence,
    readers,
    schema,
)
from winnow.tuning.checks.data import ROOM, Data
from winnow.tuning.checks.report import Finding, Report
from winnow.tuning.parts import PARTS, Split

CHECKS: Final[tuple[Callable[[Data], Iterator[Finding]], ...]] = (
    schema.other_recipe,
    schema.changed_recipe,
    schema.schema_violations,
    length.empty_texts,
    length.too_long,
    balance.imbalance,
    leakage.leaks_by_document,
    leakage.leaks_by_copy,
    leakage.leaks_by_template,
    contradictions.contradictions,
    contradictions.near_contradictions,
    duplicates.exact_duplicates,
    duplicates.near_duplicates,
    presence.values_not_in_text,
    outliers.format_outliers,
    labels.suspected_choices,
    readers.suspected_values,
    readers.champion_disagrees,
)
ORDER: Final = ("blocking", "warning", "note")


def check(
    split: Split,
    recipe: Recipe,
    *,
    room: int = ROOM,
    champion: Mapping[str, Mapping[str, Any]] | None = None,
    vectors: Mapping[str, Any] | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """What is wrong with a split's examples, the worst first.

    `room` is how many tokens the model takes. `champion` holds by example id what the model in
    use answered, where it did not learn from these examples. `vectors`, by `vectors_of`, make
    suspected labels of closed fields surer. `on_progress` is told step, done, of.
    """
    from threadpoolctl import threadpool_limits

    data = Data(split, recipe, room, champion or {}, vectors or {}, on_progress)
    with threadpool_limits(1):  # the matrices are small: threads would wait for each other
        findings = [finding for one in CHECKS for finding in one(data)]
    return Report(
        recipe=recipe.recipe,
        data_hash=split.data_hash,
        seed=split.seed,
        created_at=datetime.now(UTC),
        counts={part: sum(at == part for at, _ in data.rows) for part in PARTS},
        documents={
            part: len({one.document for at, one in data.rows if at == part}) for part in PARTS
        },
        joined=len(split.joined),
        left_out=len(split.left_out),
        findings=tuple(sorted(findings, key=lambda one: ORDER.index(one.severity))),
        balance=balance.balance_of(data),
        tokens=tuple(sorted(length.tokens_of(one) for one in data.examples)),
        room=room,
    )
