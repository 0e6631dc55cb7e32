"""Word, PowerPoint and Excel files."""

from typing import Any, Final

from winnow.errors import RejectedError
from winnow.reasons import Reason
from winnow_ingest.drafts import Draft, Job
from winnow_ingest.partitioned import QUIET, blocks_of, page_list

MIDNIGHT: Final = " 00:00:00"  # what pandas makes of a date


def read_docx(job: Job) -> Draft:
    from unstructured.partition.docx import partition_docx

    return _draft(partition_docx(filename=str(job.path), **QUIET))


def read_pptx(job: Job) -> Draft:
    """A page for each slide."""
    from unstructured.partition.pptx import partition_pptx

    return _draft(partition_pptx(filename=str(job.path), **QUIET))


def read_sheets(job: Job) -> Draft:
    """A page for each sheet."""
    from unstructured.errors import UnprocessableEntityError
    from unstructured.partition.xlsx import partition_xlsx

    try:
        draft = _draft(partition_xlsx(filename=str(job.path), **QUIET))
    except UnprocessableEntityError as error:
        reason: Reason = "file_encrypted" if "password" in str(error) else "file_broken"
        raise RejectedError(reason, str(error)) from error
    blocks = tuple(block.but(text=block.text.replace(MIDNIGHT, "")) for block in draft.blocks)
    return Draft(blocks, draft.pages)


def _draft(elements: list[Any]) -> Draft:
    blocks = blocks_of(elements)
    return Draft(tuple(blocks), page_list(blocks))
