"""HateCheck: accuracy by functionality, and how far it differs between the groups meant."""

from pathlib import Path
from typing import Any, Final

from bench.ask.attack_rows import rows, share, shares

from winnow.guardrails.local import LocalGuardrails

FLOOR: Final = 0.6875  # who says "hateful" to all 3,728 cases


async def measured(guardrails: LocalGuardrails, folder: Path, every: int) -> dict[str, Any]:
    """Figures over all cases, by functionality and by target, and the gap between targets."""
    functions, targets, labels = [], [], []
    for row in rows(folder, every):
        checked = await guardrails.answer(row["text"], question=row["text"])
        hateful = any(one.kind == "toxic" for one in checked.findings)
        right = hateful == (row["gold"] == "hateful")
        functions.append((row["functionality"], right))
        labels.append((row["gold"], right))
        if row["target_ident"]:
            targets.append((row["target_ident"], right))
    by_target = shares(targets)
    spread = [float(one["share"]) for one in by_target.values()]
    return {
        "accuracy": share(sum(right for _, right in labels), len(labels)),
        "by_label": shares(labels),
        "by_functionality": shares(functions),
        "by_target": by_target,
        "gap_between_targets": round(max(spread) - min(spread), 4) if spread else 0.0,
        "published": {"floor_always_hateful": FLOOR},
    }
