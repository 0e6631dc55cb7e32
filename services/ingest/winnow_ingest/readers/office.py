"""Word, PowerPoint and Excel files. Macros never run, and nothing that they link to is fetched."""

from dataclasses import replace
from typing import Any, Final

from winnow.contracts.parsed import HiddenText
from winnow.errors import RejectedError
from winnow.reasons import Reason
from winnow_ingest.drafts import Draft, Job
from winnow_ingest.partitioned import QUIET, blocks_of, page_list
from winnow_ingest.readers import sheets_hidden, slides_hidden, word_hidden
from winnow_ingest.readers.office_carried import ole_warnings, zip_warnings

MIDNIGHT: Final = " 00:00:00"  # what pandas makes of a date


def read_docx(job: Job) -> Draft:
    from unstructured.partition.docx import partition_docx

    path, hidden = word_hidden.strip_hidden(job.path, job.folder / "shown.docx")
    elements = partition_docx(filename=str(path), **QUIET)
    return _draft(elements, hidden, zip_warnings(job.path))


def read_pptx(job: Job) -> Draft:
    """A page for each slide."""
    from unstructured.partition.pptx import partition_pptx

    path, hidden = slides_hidden.strip_hidden(job.path, job.folder / "shown.pptx")
    elements = partition_pptx(filename=str(path), **QUIET)
    return _draft(elements, hidden, zip_warnings(job.path))


def read_xlsx(job: Job) -> Draft:
    """A page for each sheet."""
    path, hidden = sheets_hidden.strip_hidden(job.path, job.folder / "shown.xlsx")
    draft = _read_sheets(replace(job, path=path))
    return replace(draft, hidden=hidden, warnings=zip_warnings(job.path))


def read_xls(job: Job) -> Draft:
    """A page for each sheet."""
    return replace(_read_sheets(job), warnings=ole_warnings(job.path))


def _read_sheets(job: Job) -> Draft:
    from unstructured.errors import UnprocessableEntityError
    from unstructured.partition.xlsx import partition_xlsx

    try:
        draft = _draft(partition_xlsx(filename=str(job.path), **QUIET))
    except UnprocessableEntityError as error:
        reason: Reason = "file_encrypted" if "password" in str(error) else "file_broken"
        raise RejectedError(reason, str(error)) from error
    blocks = tuple(block.but(text=block.text.replace(MIDNIGHT, "")) for block in draft.blocks)
    return Draft(blocks, draft.pages)


def _draft(
    elements: list[Any], hidden: tuple[HiddenText, ...] = (), warnings: tuple[str, ...] = ()
) -> Draft:
    blocks = blocks_of(elements)
    return Draft(tuple(blocks), page_list(blocks), warnings=warnings, hidden=hidden)
