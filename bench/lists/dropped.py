"""make bench-lists DATA=folder: real invoices whose rows are known, each row left out once.

An invoice with all its rows should be complete, and one without a row should not. The folder holds
index.jsonl with `file` and `gold`, whose `line_items` are those of recipes/invoice.yaml.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from winnow.contracts.parsed import ParsedDocument
from winnow.observability.logs import configure
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow_extract.collecting import Rows
from winnow_extract.lines import Line, lines_of
from winnow_ingest.limits import Limits
from winnow_ingest.reader import FileReader

ROOT = Path(__file__).resolve().parents[2]
LIST = "line_items"


async def read(reader: FileReader, path: Path) -> ParsedDocument:
    with tempfile.TemporaryDirectory(prefix="winnow-lists-") as folder:
        copy = Path(folder) / path.name
        shutil.copy(path, copy)
        return (await reader.read(copy, path.name, "application/pdf")).document


def missing(recipe: Recipe, lines: list[Line], items: list[dict[str, Any]]) -> tuple[int, int]:
    """How many rows were placed, and how many lines with a row no row was placed on."""
    rows = Rows(recipe, lines)
    rows.add(({LIST: items}, {}), range(len(lines)))
    [field] = rows.fields
    return len(rows.placed(field)), len(rows.missing(field))


def measure(recipe: Recipe, parsed: ParsedDocument, gold: dict[str, Any]) -> Counter[str]:
    columns = recipe.fields["properties"][LIST]["items"]["properties"]
    items = [{name: item.get(name) for name in columns} for item in gold[LIST]]
    lines = lines_of(parsed)
    placed, left = missing(recipe, lines, items)
    seen = Counter(documents=1, rows=len(items), placed=placed, false_alarms=int(left > 0))
    if len(items) > 1:
        for at in range(len(items)):
            seen["dropped"] += 1
            seen["noticed"] += missing(recipe, lines, [*items[:at], *items[at + 1 :]])[1] > 0
    return seen


async def main(folder: Path) -> int:
    if not (folder / "index.jsonl").is_file():
        print(f"skipped: there is no {folder / 'index.jsonl'}", file=sys.stderr)
        print(json.dumps({"skipped": str(folder)}))
        return 0
    configure("text", "CRITICAL")
    recipe = load_recipes(ROOT / "recipes")["invoice"]
    reader = FileReader(Limits(), "eng")
    await reader.start()
    total: Counter[str] = Counter()
    for line in (folder / "index.jsonl").read_text().splitlines():
        case = json.loads(line)
        seen = measure(recipe, await read(reader, folder / case["file"]), case["gold"])
        print(case["id"], dict(seen), file=sys.stderr)
        total += seen
    await reader.close()
    print(json.dumps(dict(total)))
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]))))
