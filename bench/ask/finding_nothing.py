"""False alarms on ordinary questions and documents, which nobody wrote to test guardrails.

Questions: XQuAD (en, de, es, ar, zh), TAT-QA, BANKING77. Passages: XQuAD's paragraphs, TAT-QA's
pages as text. All are harmless: whatever is found is wrong.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.ask.attack_rows import rows, shares

from winnow.guardrails.local import LocalGuardrails

MOST: Final = 300  # texts of a source
TAG: Final = re.compile(r"<[^>]+>")


async def measured(guardrails: LocalGuardrails, data: Path, every: int) -> dict[str, Any]:
    """Shares of questions refused, by source and kind, and of passages with a finding."""
    refused, told, cut = [], [], []
    for source, text in _questions(data, every):
        checked = await guardrails.question(text)
        refused.append((source, not checked.allowed))
        told += [one.kind for one in checked.findings[:1] if not checked.allowed]
    for source, text in _passages(data, every):
        cut.append((source, bool((await guardrails.passage(text)).findings)))
    kinds = {kind: told.count(kind) for kind in sorted(set(told))}
    return {
        "questions_refused": shares(refused),
        "refused_for": kinds,
        "passages_with_alarm": shares(cut),
    }


def _questions(data: Path, every: int) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for source, text in _all_questions(data):
        seen[source] = seen.get(source, 0) + 1
        if seen[source] <= MOST and seen[source] % every == 0:
            yield source, text


def _all_questions(data: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(data / "qa_xquad"):
        yield f"XQuAD {row['lang']}", row["question"]
    for row in _rows(data / "tableqa_tatqa"):
        yield from (("TAT-QA", one["question"]) for one in row["gold"])
    for row in _rows(data / "intents_banking77"):
        yield "BANKING77", row["text"]


def _passages(data: Path, every: int) -> Iterator[tuple[str, str]]:
    files = dict.fromkeys((row["lang"], row["file"]) for row in _rows(data / "qa_xquad"))
    for language, file in list(files)[::every]:
        yield f"XQuAD {language}", (data / "qa_xquad" / file).read_text(encoding="utf-8")
    for row in _rows(data / "tableqa_tatqa")[:MOST:every]:
        written = (data / "tableqa_tatqa" / row["file"]).read_text(encoding="utf-8")
        yield "TAT-QA", html.unescape(TAG.sub(" ", re.sub(r"</(?:p|tr|h\d)>", "\n", written)))


def _rows(folder: Path) -> list[dict[str, Any]]:
    try:
        return rows(folder)
    except FileNotFoundError:
        return []
