"""Reads one file, whatever it is. Runs inside a worker process."""

from collections.abc import Callable, Mapping
from typing import Final

from winnow.contracts.base import Record
from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError
from winnow_ingest import kinds
from winnow_ingest.assembling import assemble
from winnow_ingest.drafts import Draft, Job
from winnow_ingest.readers.mail import read_eml, read_msg
from winnow_ingest.readers.office import read_docx, read_pptx, read_xls, read_xlsx
from winnow_ingest.readers.pdf import read_pdf
from winnow_ingest.readers.pictures import read_picture
from winnow_ingest.readers.plain import read_delimited, read_html, read_markdown, read_text
from winnow_ingest.sniffing import kind_of

PICTURES: Final = tuple(kind for kind in kinds.KINDS if kind.family == "picture")
READERS: Final[Mapping[kinds.Kind, Callable[[Job], Draft]]] = {
    kinds.PDF: read_pdf,
    **dict.fromkeys(PICTURES, read_picture),
    kinds.DOCX: read_docx,
    kinds.PPTX: read_pptx,
    kinds.XLSX: read_xlsx,
    kinds.XLS: read_xls,
    kinds.MSG: read_msg,
    kinds.EML: read_eml,
    kinds.HTML: read_html,
    kinds.MARKDOWN: read_markdown,
    kinds.CSV: read_delimited,
    kinds.TSV: read_delimited,
    kinds.TEXT: read_text,
}


class Reading(Record):
    """A document as read; its pages have no images yet."""

    media_type: str
    document: ParsedDocument


def read_file(job: Job) -> Reading:
    """Check, then read. Raises RejectedError; anything else means that the file is broken."""
    size = job.path.stat().st_size
    if size == 0:
        raise RejectedError("file_empty")
    if size > job.limits.size:
        raise RejectedError("file_too_large", f"{size} bytes")
    kind = kind_of(job.path, job.file_name, job.media_type, job.limits)
    draft = READERS[kind](job)
    if len(draft.pages) > job.limits.pages:
        raise RejectedError("file_too_many_pages", f"{len(draft.pages)} pages")
    return Reading(media_type=kind.media_type, document=assemble(draft))
