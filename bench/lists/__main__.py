"""make bench-lists: rows of long lists through ingest's reader and extract, as one JSON object.

The documents are made up, the models are scripted; all between them is the code that runs.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.lists.models import HABITS, Reader
from bench.lists.papers import LAYOUTS
from bench.lists.scoring import Score, score
from bench.lists.truth import RECIPE, GoodsList, goods_list

from winnow.contracts.parsed import ParsedDocument
from winnow.llm.asker import Asker
from winnow.llm.calls import Purpose
from winnow.observability.logs import configure
from winnow.testing.records import MemoryAnswers
from winnow_extract.asking import Questions
from winnow_extract.reading import read
from winnow_extract.settings import ExtractSettings
from winnow_ingest.limits import Limits as FileLimits
from winnow_ingest.reader import FileReader
from winnow_ingest.settings import IngestSettings

SIZES = {
    10: tuple(LAYOUTS),
    60: tuple(LAYOUTS),
    200: tuple(LAYOUTS),
    800: ("carried", "plain", "narrow", "delimited"),
    2000: ("ruled", "plain", "delimited"),
}
WINDOW = 24_000  # characters; as the adapter for OpenAI's protocol has


async def paper(reader: FileReader, name: str, size: int) -> tuple[GoodsList, ParsedDocument]:
    """A list in this layout and size, drawn and read."""
    layout = LAYOUTS[name]
    goods = goods_list(size, size, long_names=layout.long_names, narrow=layout.narrow)
    with tempfile.TemporaryDirectory(prefix="winnow-lists-") as folder:
        path = Path(folder) / f"list{layout.suffix}"
        path.write_bytes(layout.draw(goods))
        return goods, (await reader.read(path, path.name, layout.media_type)).document


async def read_all(kinds: list[tuple[str, int]]) -> list[tuple[GoodsList, ParsedDocument]]:
    """All of them, as many at once as ingest reads."""
    reader = FileReader(FileLimits(), "eng")
    await reader.start()
    room = asyncio.Semaphore(IngestSettings().ingest_workers)

    async def one(layout: str, size: int) -> tuple[GoodsList, ParsedDocument]:
        async with room:
            return await paper(reader, layout, size)

    papers = await asyncio.gather(*(one(*kind) for kind in kinds))
    await reader.close()
    return papers


async def extract(goods: GoodsList, parsed: ParsedDocument, habit: str) -> Score:
    """One document through the real extraction, up to the rating, with a scripted model."""
    settings = ExtractSettings()
    model = Reader(goods, habit, WINDOW)
    questions = Questions(
        Purpose(goods.number, "extract"),
        model,
        Asker(MemoryAnswers()),
        settings.extract_max_tokens,
        settings.extract_calls,
    )
    found = await read(questions, parsed, RECIPE, settings.extract_windows)
    rows = found.answer[0]["goods"] if found.answer else []
    return score(goods, rows, found.completeness, model.calls)


async def main(sizes: list[int]) -> int:
    configure("text", "CRITICAL")
    begun = time.perf_counter()
    by_habit: dict[str, list[Score]] = defaultdict(list)
    by_size: dict[int, list[Score]] = defaultdict(list)
    kinds = [(layout, size) for size in sizes for layout in SIZES[size]]
    papers = await read_all(kinds)
    print(f"{time.perf_counter() - begun:6.1f} s  {len(papers)} files read", file=sys.stderr)
    for (layout, size), (goods, parsed) in zip(kinds, papers, strict=True):
        for habit in HABITS:
            one = await extract(goods, parsed, habit)
            by_habit[habit].append(one)
            by_size[size].append(one)
            told = f"{layout} {size} {habit}: {one.told()}"
            print(f"{time.perf_counter() - begun:6.1f} s  {told}", file=sys.stderr)
    report: dict[str, Any] = {
        **_summed([one for scores in by_habit.values() for one in scores]),
        "documents": len(kinds),
        "rows": sum(size for _, size in kinds),
        "by_model": {habit: _summed(scores) for habit, scores in by_habit.items()},
        "by_size": {str(size): _summed(scores) for size, scores in by_size.items()},
        "seconds": round(time.perf_counter() - begun, 1),
    }
    print(json.dumps(report))
    lost = report["silent_losses"] or report["by_model"]["honest"]["recall"] < 1
    return int(bool(lost))


def _summed(scores: list[Score]) -> dict[str, Any]:
    cells = sum(one.cells for one in scores)
    return {
        "recall": round(sum(one.found for one in scores) / sum(one.rows for one in scores), 4),
        "cell_accuracy": round(sum(one.right for one in scores) / max(cells, 1), 4),
        "silent_losses": sum(one.silent for one in scores),
        "false_alarms": sum(one.alarm for one in scores),
        "made_up_rows": sum(one.made_up for one in scores),
        "calls": sum(one.calls for one in scores),
    }


if __name__ == "__main__":
    wanted = [int(size) for size in sys.argv[1:]] or list(SIZES)
    sys.exit(asyncio.run(main(wanted)))
