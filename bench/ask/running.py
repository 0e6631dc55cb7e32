"""Asks the questions of both sets with the model of the settings; common to fitting and testing."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.ask.collecting import Collector
from bench.ask.labelled import LabelledSet, drawn, tatqa, xquad
from bench.ask.searching import SetRetriever

from winnow.answering.quoter import Quoter
from winnow.answering.rating import rating_for
from winnow.answering.vectors import SentenceVectors
from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.llm.local import LocalModel
from winnow.llm.stack import open_calls
from winnow.records.database import open_database
from winnow.records.migrate import migrate

SETS = ("xquad", "tatqa")


def common(prog: str, description: str | None) -> argparse.ArgumentParser:
    """What both commands are told."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled data sets")
    parser.add_argument("--most", type=int, help="questions of each set, drawn")
    parser.add_argument("--sets", default=",".join(SETS), help="of these data sets")
    parser.add_argument("--minutes", type=float, default=1e6, help="for one set; then it ends")
    parser.add_argument("--out", type=Path, default=Path(".winnow/bench-ask"), help="what is kept")
    parser.set_defaults(model_name="smollm2-135m-instruct")
    return parser


def sets_of(asked: argparse.Namespace) -> list[LabelledSet]:
    """The sets that were named."""
    known = {
        "xquad": lambda: xquad(asked.data / "qa_xquad"),
        "tatqa": lambda: tatqa(asked.data / "tableqa_tatqa"),
    }
    return [known[name]() for name in asked.sets.split(",")]


async def collected(asked: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    """By set, what the readings of the local model say of its questions."""
    found = {}
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), model="local")
        await migrate(settings.database_url())
        database = open_database(settings.database_url())
        model = LocalModel()
        calls = open_calls(settings, database, (model,))
        embedder = open_embedder(settings)
        quoter = Quoter(model, calls, SentenceVectors(embedder), "en", rating_for(model.name))
        try:
            for labelled in sets_of(asked):
                retriever = SetRetriever(labelled, embedder, asked.out / "lancedb")
                await retriever.index()
                file = asked.out / f"{labelled.name}.jsonl"
                collector = Collector(quoter, labelled, retriever, file, asked.minutes)
                found[labelled.name] = await collector.collect(
                    drawn(labelled.questions, asked.most)
                )
        finally:
            await database.close()
    return found
