"""The right answer about each part of a document, out of the labelled values of the whole.

A part is told what stands in it: a value where its place is, or where it is printed the same way
again; a row of a list on its line; and null for what stands elsewhere, even if it is true. What
documents never print (a yes or no, a choice of the recipe's) is told of the first part.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from winnow.contracts.evidence import Evidence
from winnow.contracts.parsed import ParsedDocument
from winnow.layout.candidates import letters
from winnow.llm.calls import Question
from winnow.prompts import unfenced
from winnow.recipes.fields import MAX_ITEMS
from winnow.recipes.recipe import Recipe
from winnow.tuning.examples.asked import UnusableError
from winnow.tuning.examples.rows import placed
from winnow.tuning.examples.standing import lines_in
from winnow.tuning.examples.unjudged import completed, unjudged
from winnow.tuning.examples.whereabouts import Span, Whereabouts

NOTE: Final = "[the row before: "  # how extract tells the row above those that are missing
LONG: Final = 5  # letters and digits from which a print is hardly there by chance


class FieldsTruth:
    """Truth of an extraction.

    `evidence` tells by JSON Pointer where the values stand. A document that is asked about as a
    whole needs none; where one is asked about in parts and there is none, `parted` says so, and
    the answers are those from which the service finds the places. Raises UnusableError for keys
    that nobody labelled, and of a document in parts for values that stand in none: a null in their
    stead would teach to leave out what the document says.
    """

    def __init__(
        self,
        gold: dict[str, Any],
        recipe: Recipe,
        parsed: ParsedDocument,
        evidence: Mapping[str, Evidence] | None = None,
    ) -> None:
        if missing := unjudged(gold, recipe.fields):
            raise UnusableError("unjudged", f"nobody labelled {', '.join(missing)}")
        self.parted = False
        self._gold: dict[str, Any] = completed(gold, recipe.fields)
        self._schema = recipe.fields
        self._evidence = evidence
        self._whereabouts = Whereabouts(parsed.text)
        self._lines = lines_in(parsed.text)
        self._rows: dict[str, list[int]] = {}  # of each list the lines of its rows
        self._told: dict[str, set[int]] = {}  # and the rows that were told
        self._telling: dict[str, set[int]] = {}
        self._after = 0
        self._first = True
        self._part: Span = (0, len(parsed.text))

    def answer(self, question: Question[Any]) -> dict[str, Any]:
        """The truth about the part that the question shows."""
        self._telling = {}
        shown, name = unfenced(question.prompt.text), question.purpose.key.rpartition("/")[2]
        pointer = "/" + name.rpartition("+")[0].replace(".", "/")
        if "+" in name:
            self._part = (self._after, self._after)
            return self._nested(pointer, self._missing(pointer, shown))
        if self._whereabouts.shows_all(shown):
            return self._object(self._gold, self._schema, "", whole=True)
        if self._evidence is None:
            self.parted = True
            return self._object(self._gold, self._schema, "", whole=True, rows=False)
        self._part = self._located(shown)
        return self._object(self._gold, self._schema, "")

    def teaches(self, answer: dict[str, Any]) -> bool:  # noqa: ARG002
        """It does, even where nothing of the gold is in a part: there is nothing to be found."""
        return True

    def given(self, question: Question[Any]) -> None:
        """Rows of an answer that was taken are not told again."""
        for pointer, rows in self._telling.items():
            self._told.setdefault(pointer, set()).update(rows)
        if "+" not in question.purpose.key.rpartition("/")[2]:
            self._after, self._first = self._part[1], False

    def _located(self, shown: str) -> Span:
        span = self._whereabouts.span(shown, self._after)
        if span is None:
            raise UnusableError("unplaced", "a part that was asked about is not in the document")
        return span

    def _object(
        self, gold: Any, schema: dict[str, Any], at: str, *, whole: bool = False, rows: bool = True
    ) -> dict[str, Any]:
        return {
            name: self._value(gold[name], field, f"{at}/{name}", whole, rows)
            for name, field in schema["properties"].items()
        }

    def _value(self, value: Any, schema: dict[str, Any], at: str, whole: bool, rows: bool) -> Any:
        match schema["type"]:
            case "object":
                return self._object(value, schema, at, whole=whole, rows=rows)
            case "array" if schema["items"]["type"] == "object":
                return self._in_part(value, schema, at, whole) if rows else []
            case "array" if not rows and not self._first:
                return []  # told once, or the service would have each value twice
            case "array":
                return [
                    one
                    for number, one in enumerate(value)
                    if whole or self._stands(f"{at}/{number}", one, schema["items"])
                ]
            case _:
                return value if whole or self._stands(at, value, schema) else None

    def _stands(self, at: str, value: Any, schema: dict[str, Any]) -> bool:
        """Whether a value's place is in this part, or its print is, to the letter."""
        if value is None:
            return False
        found = (self._evidence or {}).get(at, Evidence())
        if found.start is None or found.end is None:
            if _printed(schema):
                why = f"{at} stands in no part of the document: none can be taught to answer it"
                raise UnusableError("unplaced", why)
            return self._first
        start, end = self._part
        if start < found.end and found.start < end:
            return True
        printed = letters(found.quote or "")
        if at.rpartition("/")[2].isdigit() or schema["type"] != "string" or len(printed) < LONG:
            return False  # values of a list are told once, or the service would have them twice
        text = "\n".join(line.text for line in self._lines if start <= line.start < end)
        return printed in letters(text)

    def _in_part(self, rows: list[Any], schema: dict[str, Any], at: str, whole: bool) -> list[Any]:
        """The rows of this part, no more than an answer may have: the rest is asked for later."""
        told, (start, end) = self._told.get(at, set()), self._part
        places = self._places(at, rows)
        inside = [
            number
            for number in range(len(rows))
            if number not in told and (whole or start <= self._begin(places[number]) < end)
        ]
        return self._tell(at, rows, inside[: schema.get("maxItems", MAX_ITEMS)])

    def _missing(self, at: str, shown: str) -> list[Any]:
        """Rows not told yet, of lines that are shown; the note on the row before is none."""
        rows: Any = self._gold
        for name in at.split("/")[1:]:
            rows = rows[name]
        lines = Counter(line.strip() for line in shown.split("\n") if not line.startswith(NOTE))
        places, told, wanted = self._places(at, rows), self._told.get(at, set()), []
        for number in range(len(rows)):
            text = self._lines[places[number]].text if self._lines else ""
            if number not in told and lines[text] > 0:
                lines[text] -= 1
                wanted.append(number)
        return self._tell(at, rows, wanted)

    def _tell(self, at: str, rows: list[Any], numbers: list[int]) -> list[Any]:
        self._telling[at] = set(numbers)
        return [rows[number] for number in numbers]

    def _places(self, at: str, rows: list[Any]) -> list[int]:
        if at not in self._rows:
            self._rows[at] = placed(rows, self._lines)
        return self._rows[at]

    def _begin(self, line: int) -> int:
        return self._lines[line].start if self._lines else 0

    def _nested(self, at: str, rows: list[Any]) -> dict[str, Any]:
        """The answer that holds nothing but one list."""
        *path, last = at.split("/")[1:]
        nested: dict[str, Any] = {last: rows}
        for name in reversed(path):
            nested = {name: nested}
        return nested


def _printed(schema: dict[str, Any]) -> bool:
    """Whether a document prints the values of a field: no yes or no, and none of a closed list."""
    return schema["type"] != "boolean" and "enum" not in schema
