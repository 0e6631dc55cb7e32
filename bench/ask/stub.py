"""python -m bench.ask.stub SECONDS: an OpenAI-compatible server that answers after so long.

It fills the forms of answering: from the passages that it was shown it says the first sentence of
the one that shares most words with the question, with that sentence as the quote; of each pair that
it is asked about it says yes. Any other form gets the least that fits its schema. The first line of
stdout is the address.
"""

import asyncio
import json
import re
import sys
from typing import Any, Final

from winnow.testing.model_script import Answer, Request
from winnow.testing.model_server import ModelServer

PASSAGE: Final = re.compile(
    r"^\[(\d+)\] [^\n]+, page \d+\n(.+?)(?=\n\n\[\d+\] |\Z)", re.MULTILINE | re.DOTALL
)
QUESTION: Final = re.compile(r"^Question: (.+)$", re.MULTILINE)
PAIR: Final = re.compile(r"^\[\d+\] Quotation: ", re.MULTILINE)
WORD: Final = re.compile(r"\w+")


def filled(request: Request, seconds: float) -> Answer:
    """The answer, after `seconds`."""
    body = request.body
    text = "\n".join(str(one["content"]) for one in body["messages"] if one["role"] == "user")
    schema = body["response_format"]["json_schema"]["schema"]
    return Answer("speak", json.dumps(_fields(schema, text)), delay=seconds)


def _fields(schema: dict[str, Any], text: str) -> Any:
    if "statements" in schema["properties"]:
        return _written(text)
    if "follows" in schema["properties"]:
        return {"follows": ["yes"] * len(PAIR.findall(text))}
    return least(schema, schema)


def _written(text: str) -> dict[str, Any]:
    asked = QUESTION.findall(text)
    wanted = set(WORD.findall(asked[-1].lower())) if asked else set[str]()
    before = text.rpartition("\nQuestion: ")[0]
    shown = [(int(number), passage) for number, passage in PASSAGE.findall(before)]
    if not shown:
        return {"answerable": False, "statements": []}
    number, passage = max(shown, key=lambda one: len(wanted & set(WORD.findall(one[1].lower()))))
    sentence = re.split(r"(?<=[.!?])\s", passage.strip())[0][:400]
    said = {"sentence": sentence, "passages": [number], "quote": sentence}
    return {"answerable": True, "statements": [said]}


def least(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """The least that fits a JSON Schema."""
    if "$ref" in schema:
        return least(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return least(schema["anyOf"][-1], root)
    match schema.get("type"):
        case "object":
            return {name: least(one, root) for name, one in schema.get("properties", {}).items()}
        case "array":
            return [least(schema["items"], root)] * schema.get("minItems", 0)
        case "boolean":
            return False
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "string":
            return ""
    return None


async def main(seconds: float) -> None:
    """Answer until killed."""
    async with ModelServer(lambda request: filled(request, seconds)) as server:
        print(server.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
