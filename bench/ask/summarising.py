"""Summaries of meetings (QMSum) and stories (SQuALITY) by the service, as one JSON object.

`--data` is a folder with `meetings_qmsum` and `stories_squality`. Compared with what people wrote:
`meetings_whole` the answers to the general queries of QMSum, `meetings_asked` those to its specific
ones, `stories_whole` to the first question of SQuALITY (the plot), `stories_asked` to its others;
where something is asked, the recipe's focus is the question. Beside each are the beginning, random
sentences and TextRank, of as many words, and the figures as published.

Ways: `quoting` is how the local model serves, `shortening` the same with
WINNOW_SUMMARISE_SHORTEN, `stating` the local model in its own words over the parts of a document,
`api` the model of the settings where that is not the local one. What weights there are were chosen
on the official train split; `--split test` (the default) was not looked at for it.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from bench.ask.summary_baselines import as_long_as, baselines
from bench.ask.summary_citations import checks_out, control, share
from bench.ask.summary_rouge import scores, told
from bench.ask.summary_sets import LENGTHS, PUBLISHED, Query, queries
from bench.ask.summary_ways import WAYS, Made, summarised

from winnow.config import Settings
from winnow.llm.choice import chosen
from winnow.observability.logs import configure


def main() -> None:
    """Run the ways one after the other and print what they came to."""
    asked = _arguments()
    configure("text", "ERROR")
    every = queries(asked.data, asked.split, asked.most, asked.seed)
    every = [one for one in every if one.part in asked.parts.split(",")]
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        settings = Settings(data=Path(folder), blobs="", database="", budgets="", batches=False)
        ways = asked.ways.split(",") if asked.ways else _ways_here(settings)
        made = {way: asyncio.run(summarised(way, every, settings)) for way in ways}
    print(json.dumps(_figures(made, asked.split, asked.seed)))


def _ways_here(settings: Settings) -> list[str]:
    return ["quoting", *(["api"] if chosen(settings) != "local" else [])]


def _figures(made: dict[str, list[Made]], split: str, seed: int) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for part in LENGTHS:
        of_part = {
            way: [one for one in all_ if one.query.part == part] for way, all_ in made.items()
        }
        first = next(iter(of_part.values()))
        if first:
            parts[part] = {
                "queries": len(first),
                "documents": len({one.query.document for one in first}),
                "ways": {way: _of_way(all_, seed) for way, all_ in of_part.items()},
                "baselines": _of_baselines(first, seed),
            }
    return {
        "split": split,
        "parts": parts,
        "together": _together(made, seed),
        "published": PUBLISHED,
    }


def _of_way(made: Sequence[Made], seed: int) -> dict[str, Any]:
    sentences = [(one, said) for one in made for said in one.draft.summary.sentences]
    random = Random(seed)
    return {
        "rouge": told([_scored(one.query, _texts(one)) for one in made], seed),
        "words": round(mean(len(one.draft.summary.text.split()) for one in made), 1),
        "without_a_summary": sum(not one.draft.summary.sentences for one in made),
        "citations": share([checks_out(said, one.parsed) for one, said in sentences]),
        "control": share([control(said, one.parsed, random) for one, said in sentences]),
        "seconds": round(mean(one.draft.seconds for one in made), 3),
        "tokens_in": round(mean(sum(u.input_tokens for u in one.draft.usage) for one in made), 1),
        "tokens_out": round(mean(sum(u.output_tokens for u in one.draft.usage) for one in made), 1),
    }


def _of_baselines(made: Sequence[Made], seed: int) -> dict[str, Any]:
    """Of as many words as the summaries of the first way."""
    found: dict[str, list[tuple[str, list[float]]]] = defaultdict(list)
    orders: dict[str, dict[str, list[str]]] = {}
    for one in made:
        name = one.query.document
        if name not in orders:
            orders[name] = baselines(one.parsed, f"{seed}/{name}")
        words = len(one.draft.summary.text.split())
        for baseline, order in orders[name].items():
            found[baseline].append(_scored(one.query, as_long_as(order, words)))
    return {baseline: {"rouge": told(rows, seed)} for baseline, rows in found.items()}


def _together(made: dict[str, list[Made]], seed: int) -> dict[str, Any]:
    """All queries of a set, as the published figures are."""
    return {
        name: {
            way: told(
                [_scored(one.query, _texts(one)) for one in all_ if one.query.data_set == name],
                seed,
            )
            for way, all_ in made.items()
        }
        for name in PUBLISHED
        if any(one.query.data_set == name for all_ in made.values() for one in all_)
    }


def _scored(query: Query, said: Sequence[str]) -> tuple[str, list[float]]:
    return query.document, scores(tuple(said), query.references)


def _texts(made: Made) -> list[str]:
    return [one.text for one in made.draft.summary.sentences]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ask.summarising", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled data sets")
    parser.add_argument("--most", type=int, help="so many documents of each set, drawn")
    parser.add_argument("--split", default="test", choices=("train", "dev", "test"))
    parser.add_argument("--parts", default=",".join(LENGTHS), help="comma-separated")
    parser.add_argument(
        "--ways", help=f"some of {', '.join(WAYS)}; default: quoting, and api if set"
    )
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if wrong := set((asked.ways or "quoting").split(",")) - set(WAYS):
        parser.error(f"there is no way {', '.join(sorted(wrong))}: name some of {', '.join(WAYS)}")
    return asked


if __name__ == "__main__":
    main()
