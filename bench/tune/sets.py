"""Public labelled sets as recipes and labelled files that a small model can read."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

QUESTION = 2_500  # characters of a meeting's part, the question included
SUMMARY = 600


@dataclass(frozen=True)
class Prepared:
    """A recipe's name, the folder of its YAML, and the labelled documents."""

    recipe: str
    recipes: Path
    data: Path


def intents(source: Path, folder: Path, *, labels: int, each: int, seed: int) -> Prepared:
    """Messages of the largest intents of BANKING77, as many of each; one enum field."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(source / "index.jsonl"):
        rows[row["gold"]].append(row)
    chosen = sorted(sorted(rows, key=lambda name: (-len(rows[name]), name))[:labels])
    random = Random(seed)
    drawn = [
        one for name in chosen for one in random.sample(rows[name], min(each, len(rows[name])))
    ]
    field = {"type": "string", "enum": chosen, "description": "What the customer wants."}
    told = [
        {"id": one["id"], "text": one["text"], "gold": {"intent": one["gold"]}} for one in drawn
    ]
    description = "A short message of a customer to a bank, in a chat."
    asked = f"Say what the customer wants. It is one of: {', '.join(chosen)}."
    return _written(folder, "intent", (description, asked), {"intent": field}, told)


def meetings(source: Path, folder: Path, *, most: int, seed: int) -> Prepared:
    """Questions about QMSum's meetings with the turns that answer them; one field of free text.

    Questions of a meeting stay together in every split.
    """
    told = [
        {"id": f"{row['id']}/{at}", "split_key": row["id"], "text": text, "gold": {"answer": said}}
        for row in _rows(source / "index.jsonl")
        for at, (text, said) in enumerate(_questions(row, source))
    ]
    field = {
        "type": "string",
        "maxLength": SUMMARY,
        "description": "The answer in two or three sentences.",
    }
    drawn = Random(seed).sample(told, min(most, len(told)))
    description = "A question about a meeting, and the part of its transcript that answers it."
    asked = "Answer the question at the top in two or three sentences of your own."
    return _written(folder, "meeting", (description, asked), {"answer": field}, drawn)


def _questions(row: dict[str, Any], source: Path) -> list[tuple[str, str]]:
    turns = (source / row["file"]).read_text("utf-8").splitlines()
    found = []
    for one in row["gold"]["specific"]:
        spans = [(int(first), int(last)) for first, last in one["relevant_turns"]]
        said = "\n".join("\n".join(turns[first : last + 1]) for first, last in spans)
        text, summary = f"Question: {one['query']}\n\n{said}", one["summary"].strip()
        if said and len(text) <= QUESTION and 0 < len(summary) <= SUMMARY:
            found.append((text, summary))
    return found


def _written(
    folder: Path,
    name: str,
    told: tuple[str, str],
    fields: dict[str, Any],
    rows: list[dict[str, Any]],
) -> Prepared:
    """`told` is what the documents are, and what is asked of a model."""
    description, instructions = told
    recipe = {
        "recipe": name,
        "version": 1,
        "title": name.capitalize(),
        "description": description,
        "instructions": instructions,
        "fields": {"type": "object", "properties": fields},
        "summarise": False,
    }
    recipes, data = folder / "recipes", folder / f"{name}.jsonl"
    recipes.mkdir(parents=True, exist_ok=True)
    (recipes / f"{name}.yaml").write_text(json.dumps(recipe, indent=1), "utf-8")  # JSON is YAML
    data.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return Prepared(name, recipes, data)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
