"""The shipped recipes without their promise: what is read well passes, calibrated or not."""

from pathlib import Path

PROMISE = ("tolerated_error:", "assurance:")


def without_promise(recipes: Path, folder: Path) -> Path:
    """Copies of the recipe files in `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(recipes.glob("*.yaml")):
        kept = [line for line in path.read_text().splitlines() if not line.startswith(PROMISE)]
        (folder / path.name).write_text("\n".join(kept) + "\n")
    return folder
