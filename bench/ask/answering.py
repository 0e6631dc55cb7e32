"""python -m bench.ask.answering --data FOLDER [--most N]: how well questions are answered; as JSON.

By the local model under the rating that is kept in the repository: EM and F1 (SQuAD v1.1; TAT-QA's
own) given the right passages and with those that were found, whether citations are of the right
passage and hold the answer, and, of the articles that taught the rating nothing, what is answered,
handed to a person, or told not to be in the documents, of questions that the documents answer and
of those whose passage was taken away. `--model claude` or `openai` asks that model through the
whole way of a question instead.

Published: XQuAD en, F1 given the paragraph: XLM-R large 86.5 (EM 75.7), mBERT 83.5; both were
trained on SQuAD. TAT-QA, EM/F1 of the official test: TAT-LLM-7B 76.4/85.1, TagOp 50.1/58.0.
"""

import argparse
import asyncio
import json
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from bench.ask.fitting import countable, teaches
from bench.ask.running import collected, common
from bench.ask.writing import written

from winnow.answering.rating import Rating, shipped_rating
from winnow.evaluation.intervals import clustered

Row = dict[str, Any]
COVERAGES = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0)


def main() -> None:
    """Print one JSON object."""
    asked = _arguments()
    if asked.model != "local":
        print(json.dumps(asyncio.run(written(asked))))
        return
    rating = shipped_rating()
    if rating is None:
        raise SystemExit("no rating is kept: run python -m bench.ask.fitting first")
    found = asyncio.run(collected(asked))
    told: dict[str, Any] = {"model": rating.model, "bar": rating.bar, "floor": rating.floor}
    for name, rows in found.items():
        told[name] = figures(rows, rating)
    print(json.dumps(told))


def figures(rows: list[Row], rating: Rating) -> dict[str, Any]:
    """All of one data set; a row is a question of a variant with its drafts."""
    for row in rows:
        _choose(row, rating)
    told = {
        variant: _quality([row for row in rows if row["variant"] == variant])
        for variant in ("given", "found")
    }
    held = [row for row in rows if not teaches(row["group"]) and countable(row)]
    return {
        **told,
        "decisions": _decisions(held, rating),
        "risk_coverage": _risk_coverage([row for row in held if row["variant"] == "found"]),
        "seconds_median": median(row["seconds"] for row in rows) if rows else None,
    }


def _choose(row: Row, rating: Rating) -> None:
    """Put beside the drafts the one that is given, and how sure that is."""
    best = max(row["drafts"], key=lambda one: rating.probability(one["signals"]), default=None)
    row["best"] = best
    row["confidence"] = rating.probability(best["signals"]) if best else 0.0


def _quality(rows: list[Row]) -> dict[str, Any]:
    readings = {
        "chosen": lambda row: row["best"],
        "model": lambda row: _by(row, "quoting", 0),
        "without_model": lambda row: _by(row, "quoting", 1),
        "row": lambda row: _by(row, "row", 0),
    }
    told: dict[str, Any] = {
        "questions": len(rows),
        "passage_retrieved": _mean(rows, lambda row: float(row["retrieved"])),
    }
    for name, of in readings.items():
        told[name] = _scores(rows, of)
    told["by_type"] = {
        kind: _scores([row for row in rows if row["type"] == kind], readings["chosen"])
        for kind in sorted({row["type"] for row in rows})
    }
    return told


def _scores(rows: list[Row], of: Callable[[Row], Row | None]) -> dict[str, Any]:
    """Over all questions, those without such a draft counted as wrong."""
    drafts = [of(row) or {} for row in rows]
    cited = [one for one in drafts if one]
    return {
        "of": len(rows),
        "em": _share(one.get("em", 0.0) for one in drafts),
        "f1": _share(one.get("f1", 0.0) for one in drafts),
        # each answer has one citation: precision is over answers, recall over questions
        "citation_precision": _share(float(one["cites_passage"]) for one in cited),
        "citation_recall": _share(float(one.get("cites_passage", False)) for one in drafts),
        "answer_in_cited_sentence": _share(float(one.get("cites_span", False)) for one in drafts),
    }


def _decisions(rows: list[Row], rating: Rating) -> dict[str, Any]:
    """What is done with questions of articles that taught nothing, at the bar and the floor."""
    found = [row for row in rows if row["variant"] == "found"]
    without = [row for row in rows if row["variant"] == "without"]
    answered = [row for row in found if row["confidence"] >= rating.bar]
    return {
        "questions": len(found),
        "answered": _counted(found, lambda row: row["confidence"] >= rating.bar),
        "not_in_documents": _counted(found, lambda row: _silent(row, rating)),
        "answered_right": _counted(answered, lambda row: row["best"]["f1"] >= 0.5),
        "answered_sentence_right": _counted(answered, lambda row: row["best"]["cites_span"]),
        "unanswerable": len(without),
        "unanswerable_answered": _counted(without, lambda row: row["confidence"] >= rating.bar),
        "unanswerable_not_in_documents": _counted(without, lambda row: _silent(row, rating)),
        "deflection": _counted(
            found, lambda row: row["confidence"] >= rating.bar or _silent(row, rating)
        ),
    }


def _silent(row: Row, rating: Rating) -> bool:
    return bool(row["confidence"] < min(rating.floor, rating.bar))


def _risk_coverage(rows: list[Row]) -> list[dict[str, float]]:
    """Of the surest share of the questions, how many are answered wrongly."""
    ordered = sorted(rows, key=lambda row: -row["confidence"])
    curve = []
    for coverage in COVERAGES:
        surest = ordered[: round(coverage * len(ordered))]
        if surest:
            wrong = _share(float((row["best"] or {}).get("f1", 0.0) < 0.5) for row in surest)
            off = _share(float(not (row["best"] or {}).get("cites_span")) for row in surest)
            curve.append({"coverage": coverage, "wrong": wrong, "sentence_without_answer": off})
    return curve


def _counted(rows: Sequence[Row], holds: Callable[[Row], bool]) -> dict[str, float]:
    """A count with its interval; questions of one article are not independent."""
    groups: dict[str, list[int]] = {}
    for row in rows:
        pair = groups.setdefault(row["group"], [0, 0])
        pair[0] += bool(holds(row))
        pair[1] += 1
    count = sum(pair[0] for pair in groups.values())
    low, high = clustered([(one, all_) for one, all_ in groups.values()])
    share = count / len(rows) if rows else 0.0
    return {"count": count, "of": len(rows), "share": share, "low": low, "high": high}


def _by(row: Row, read_by: str, number: int) -> Row | None:
    """Of quotations the model's comes first."""
    own = [one for one in row["drafts"] if one["read_by"] == read_by]
    return own[number] if len(own) > number else None


def _mean(rows: Sequence[Row], of: Callable[[Row], float]) -> float:
    return _share(of(row) for row in rows)


def _share(values: Any) -> float:
    told = list(values)
    return round(sum(told) / len(told), 4) if told else 0.0


def _arguments() -> argparse.Namespace:
    parser = common("python -m bench.ask.answering", __doc__)
    parser.add_argument("--model", choices=("local", "claude", "openai"), default="local")
    return parser.parse_args()


if __name__ == "__main__":
    main()
