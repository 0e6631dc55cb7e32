"""Rows that the layout shows and no answer has are asked for again, until none is left."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from winnow.contracts.parsed import ParsedDocument
from winnow.llm.unfilled import UnfilledError
from winnow.recipes.form import form_of
from winnow.recipes.pointers import leaves
from winnow.recipes.recipe import Recipe
from winnow_extract.asking import PATIENCE, Questions, prompt_of
from winnow_extract.collecting import Rows
from winnow_extract.lines import Line
from winnow_extract.lists import ListField, only_list
from winnow_extract.placing import belonging
from winnow_extract.sizing import rows_per_answer
from winnow_extract.windows import TAG, Span, tagged

NOTE: Final = 150  # characters of the head of a table, and of the row before


async def read_on(
    questions: Questions, parsed: ParsedDocument, recipe: Recipe, rows: Rows
) -> list[str]:
    """Ask for the missing rows of every list, and tell what went wrong.

    A round asks for all that is missing, as many rows at once as fit an answer, fewer after an
    answer that was cut off. It ends when nothing is missing, when only questions are left that
    were asked before, when answer after answer fails, or with the limit of calls.
    """
    failures: list[str] = []
    for field in rows.fields:
        continuation = Continuation(questions, parsed, recipe, rows, field)
        while await continuation.round():
            pass
        failures += continuation.failures
    return failures


class Continuation:
    """The rounds of one list. They ask for the list alone; the rest of the recipe was asked."""

    def __init__(
        self,
        questions: Questions,
        parsed: ParsedDocument,
        recipe: Recipe,
        rows: Rows,
        field: ListField,
    ) -> None:
        self.failures: list[str] = []
        self._questions = questions
        self._parsed = parsed
        self._rows = rows
        self._field = field
        self._recipe = only_list(recipe, field.pointer)
        self._form = form_of(self._recipe)
        self._most = field.most
        self._asked: set[str] = set()
        self._vain = 0  # answers cut off one after the other

    async def round(self) -> bool:
        """Ask for everything that is missing; whether there was anything new to ask."""
        before = len(self._asked)
        count = self._rows.count(self._field)
        lines = [self._rows.lines[at] for at in sorted(count.lines)]
        fit = rows_per_answer(self._recipe, self._field, lines, self._questions.answer_size)
        self._most = min(self._most, fit)
        missing = self._rows.missing(self._field)
        for group in self._groups([self._rows.lines[at] for at in missing]):
            if self._questions.left > 0 and self._vain < PATIENCE:
                await self._ask(group, self._text(group, sorted(count.heads)))
        return len(self._asked) > before

    def _groups(self, missing: Sequence[Line]) -> Iterator[list[Line]]:
        """Runs that fit an answer and a window."""
        room = self._questions.model.window - 2 * NOTE
        group: list[Line] = []
        size = 0
        for line in missing:
            length = sum(end - start + TAG for start, end, _ in self._spans([line]))
            if group and (len(group) >= self._most or size + length > room):
                yield group
                group, size = [], 0
            group.append(line)
            size += length
        if group:
            yield group

    async def _ask(self, group: list[Line], text: str) -> None:
        if text in self._asked:
            return
        self._asked.add(text)
        name = f"{self._field.name}+{len(self._asked)}"
        prompt = prompt_of(self._recipe, self._form, text, rows=True)
        try:
            answer = await self._questions.ask(name, self._form, prompt)
        except UnfilledError as error:
            self._vain += 1
            if error.why == "cut_off" and len(group) > 1 and self._vain < PATIENCE:
                self._most = max(1, 2 * len(group) // 3)
            else:
                self.failures.append(f"{self._field.name}, page {group[0].page}: {error}")
            return
        self._vain = 0
        self._rows.add(answer, [line.index for line in group])

    def _text(self, group: Sequence[Line], heads: Sequence[int]) -> str:
        """The head of the table, the row before, and the missing lines with their wrapped text."""
        lines = self._rows.lines
        head = [lines[at].text[:NOTE] for at in heads if at < group[0].index][-1:]
        before = self._rows.before(self._field, group[0].index)
        note = [f"[the row before: {_told(before)[:NOTE]}]"] if before else []
        return "\n".join([*head, *note, tagged(self._parsed, self._spans(group))])

    def _spans(self, group: Sequence[Line]) -> list[Span]:
        lines = self._rows.lines
        shown = sorted({at for line in group for at in belonging(lines, line.index)})
        return [(lines[at].start, lines[at].end, lines[at].page) for at in shown]


def _told(row: Any) -> str:
    return " | ".join(str(value) for value in leaves(row).values() if value is not None)
