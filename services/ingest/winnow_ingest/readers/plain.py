"""Plain text, Markdown, HTML and delimited text."""

import csv
from io import StringIO
from typing import Final

from winnow_ingest.drafts import Draft, Job
from winnow_ingest.paragraphs import html_draft, text_blocks
from winnow_ingest.partitioned import QUIET, blocks_of
from winnow_ingest.tables import table_block
from winnow_ingest.text_bytes import decode

ROWS: Final = 200  # of a long table in one block
FIELD: Final = 1_000_000  # characters


def read_text(job: Job) -> Draft:
    return Draft(tuple(text_blocks(_text(job))))


def read_markdown(job: Job) -> Draft:
    from unstructured.partition.md import partition_md

    return Draft(tuple(blocks_of(partition_md(text=_text(job), **QUIET))))


def read_html(job: Job) -> Draft:
    return html_draft(decode(job.path.read_bytes(), declared=True))


def read_delimited(job: Job) -> Draft:
    """Cells exactly as written: pandas, behind unstructured, makes 1.50 and 007 numbers."""
    text = _text(job)
    csv.field_size_limit(FIELD)
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))
    tables = (rows[start : start + ROWS] for start in range(0, len(rows), ROWS))
    return Draft(tuple(table_block(table) for table in tables))


def _delimiter(text: str) -> str:
    """The candidate that the first lines agree on best."""
    lines = [line for line in text[:65536].splitlines()[:50] if line.strip()][:20]

    def agreement(candidate: str) -> tuple[int, int]:
        counts = [line.count(candidate) for line in lines]
        common = max(counts, key=counts.count, default=0)
        return (counts.count(common) if common else 0, common)

    return max(",;\t|", key=agreement)


def _text(job: Job) -> str:
    return decode(job.path.read_bytes())
