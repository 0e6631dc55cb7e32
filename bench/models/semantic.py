"""How often a question in other words is found, and how often another's answer is given."""

import argparse
import asyncio
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.semantic.evaluating import Asked, evaluate


def read(data: Path, languages: set[str]) -> dict[str, list[Asked]]:
    """The questions of a file of JSON lines with `question` and `lang`, by language."""
    found = defaultdict(list)
    for line in data.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        one = Asked(str(row["question"]), str(row.get("lang", "en")))
        if one.language in languages:
            found[one.language].append(one)
    return found


async def measured(data: Path, languages: set[str], most: int) -> dict[str, Any]:
    """Hit rate and false-hit rate of each language, with intervals."""
    embedder = open_embedder(Settings())
    return {
        language: await evaluate(asked[:most], embedder)
        for language, asked in read(data, languages).items()
    }


def main() -> None:
    """Read the command line, measure, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/qa_xquad/index.jsonl"))
    parser.add_argument("--languages", default="en,de,es")
    parser.add_argument("--most", type=int, default=100_000, help="questions of a language")
    asked = parser.parse_args()
    if asked.data.is_file():
        languages = set(asked.languages.split(","))
        figures = asyncio.run(measured(asked.data, languages, asked.most))
    else:
        figures = {"skipped": f"there is no {asked.data}: name labelled questions with --data"}
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
