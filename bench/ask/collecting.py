"""What the readings of a model say of labelled questions, kept in a file: it can be gone on with.

Each question is asked of what the retriever finds (`found`), and of what it finds where the right
passages are not there (`without`); every third besides of the right passages (`given`).
"""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.ask.labelled import Labelled, LabelledSet
from bench.ask.metrics import exact, f1, tatqa_scores
from bench.ask.searching import TENANT, SetRetriever, given

from winnow.answering.drafts import Draft
from winnow.answering.port import Asked
from winnow.answering.quoter import Quoter
from winnow.answering.readable import Passage
from winnow.contracts.questions import Source
from winnow.retrieval.port import Filters

VARIANTS = ("found", "without", "given")
GIVEN = 3  # of so many questions one is asked of the right passages too: for comparison only


@dataclass
class Collector:
    """Asks and keeps; stops after `minutes`, and goes on from there another time."""

    quoter: Quoter
    labelled: LabelledSet
    retriever: SetRetriever
    file: Path
    minutes: float

    async def collect(self, questions: Sequence[Labelled]) -> list[dict[str, Any]]:
        """All that is known of these questions, what was kept before included."""
        known = {(row["id"], row["variant"]): row for row in kept_rows(self.file)}
        wanted = [
            (one, variant)
            for at, one in enumerate(questions)
            for variant in VARIANTS
            if variant != "given" or at % GIVEN == 0
        ]
        todo = [pair for pair in wanted if (pair[0].id, pair[1]) not in known]
        begun, end = time.monotonic(), time.monotonic() + 60 * self.minutes
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as kept:
            for number, (one, variant) in enumerate(todo):
                if time.monotonic() > end:
                    break
                row = await self._row(one, variant)
                known[one.id, variant] = row
                kept.write(json.dumps(row) + "\n")
                kept.flush()
                if number % 50 == 49:
                    pace = (time.monotonic() - begun) / (number + 1)
                    left = (len(todo) - number - 1) * pace
                    print(
                        f"{self.labelled.name}: {number + 1} of {len(todo)}, {left:.0f} s left",
                        file=sys.stderr,
                        flush=True,
                    )
        return [known[one.id, variant] for one, variant in wanted if (one.id, variant) in known]

    async def _row(self, one: Labelled, variant: str) -> dict[str, Any]:
        sources = await self._sources(one, variant)
        passages = [Passage(source, source.text) for source in sources]
        asked = Asked(f"{one.id}/{variant}", TENANT, one.question)
        begun = time.perf_counter()
        rated, _ = await self.quoter.readings(asked, one.question, passages, {})
        seconds = time.perf_counter() - begun
        return {
            "id": one.id,
            "group": one.group,
            "variant": variant,
            "type": one.gold.get("answer_type", "span"),
            "from": one.gold.get("answer_from", "text"),
            "retrieved": any(source.chunk in one.passages for source in sources),
            "seconds": round(seconds, 3),
            "drafts": [
                {**_judged(one, each.draft), "signals": [round(s, 5) for s in each.signals]}
                for each in rated
            ],
        }

    async def _sources(self, one: Labelled, variant: str) -> Sequence[Source]:
        if variant == "given":
            return given(one, self.labelled.texts)
        self.retriever.leave_out(one.passages if variant == "without" else ())
        filters = Filters(documents=(one.within,)) if one.within else None
        return await self.retriever.find(TENANT, one.question, filters=filters)


def kept_rows(file: Path) -> list[dict[str, Any]]:
    """What was kept so far; a line that a kill cut off is left out."""
    if not file.exists():
        return []
    lines = file.read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1] if line]


def _judged(one: Labelled, draft: Draft) -> dict[str, Any]:
    """How right a draft is. A citation is right in the right passage with the answer in it."""
    source = draft.places[0].passage.source
    if one.gold:
        em, score = tatqa_scores(draft.short, scale_of(draft), one.gold)
    else:
        em, score = exact(draft.short, one.answers), f1(draft.short, one.answers)
    inside = any(answer.casefold() in draft.text.casefold() for answer in one.answers if answer)
    return {
        "short": draft.short,
        "read_by": draft.read_by,
        "em": em,
        "f1": round(score, 4),
        "cites_passage": source.chunk in one.passages,
        "cites_span": inside and source.chunk in one.passages,
    }


def scale_of(draft: Draft) -> str:
    """The scale of a figure, as its passage tells it."""
    if "%" in draft.short:
        return "percent"
    if not any(sign.isdigit() for sign in draft.short) or draft.read_by != "row":
        return ""
    text = draft.places[0].passage.text.casefold()
    told = (("thousand", ("thousand", "000s", "'000", "\u2019000")), ("million", ("million", "m")))
    for scale, signs in told:
        if any(
            f"in {sign}s" in text or f"{unit}{sign}" in text
            for sign in signs
            for unit in "$\u20ac\u00a3"
        ):
            return scale
    return ""
