"""A document read by a model: its windows, then the rows that they left out."""

from dataclasses import dataclass

from winnow.contracts.evidence import Completeness
from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow_extract.asking import Questions, ask
from winnow_extract.collecting import Rows
from winnow_extract.completeness import completeness, rows_complete
from winnow_extract.continuing import read_on
from winnow_extract.lines import lines_of
from winnow_extract.merging import Answer, merge
from winnow_extract.sizing import rows_per_answer
from winnow_extract.tables import long_tables
from winnow_extract.windows import Window, choose, cut


@dataclass(frozen=True, slots=True)
class Read:
    """The merged answer, None where no window was answered, and what it may lack.

    `rows_complete` holds the pointers of those lists whose rows the layout tells.
    """

    answer: Answer | None
    completeness: Completeness
    rows_complete: dict[str, bool]
    failures: list[str]


async def read(
    questions: Questions, parsed: ParsedDocument, recipe: Recipe, most_windows: int
) -> Read:
    """Fill the recipe from the most telling windows, then ask for rows until none is missing."""
    rows = Rows(recipe, lines_of(parsed))
    windows = _windows(questions, parsed, recipe, rows)
    chosen = choose(windows, recipe, most_windows)
    reply = await ask(questions, parsed, chosen, recipe, form_of(recipe))
    rest = [rows.add(answer, _shown(window, rows)) for window, answer in reply.answered]
    failures = reply.failures
    if rest:  # of a model that answered nothing there is nothing more to ask
        failures += await read_on(questions, parsed, recipe, rows)
    unread = [one for one in windows if one not in chosen and not _of_a_table(one, rows)]
    told = completeness(windows, len(unread), rows, failures)
    answer = merge(rest) if rest else None
    if answer:
        rows.put(answer)
    return Read(answer, told, rows_complete(rows), failures)


def _windows(
    questions: Questions, parsed: ParsedDocument, recipe: Recipe, rows: Rows
) -> list[Window]:
    """Windows with no more rows than an answer can hold, as far as the layout tells beforehand."""
    if not rows.fields:
        return cut(parsed, questions.model.window)
    tables = long_tables(rows.lines)
    most = min(
        rows_per_answer(recipe, field, tables, questions.answer_size) for field in rows.fields
    )
    return cut(parsed, questions.model.window, [line.start for line in tables], most)


def _shown(window: Window, rows: Rows) -> list[int]:
    """The lines that a window shows, if only in part."""
    return [
        line.index for line in rows.lines if line.start < window.end and line.end > window.start
    ]


def _of_a_table(window: Window, rows: Rows) -> bool:
    """Whether a window is part of a table that was read on; what it lacks is told by rows."""
    shown = set(_shown(window, rows))
    return any(shown & set(rows.placed(field)) for field in rows.fields)
