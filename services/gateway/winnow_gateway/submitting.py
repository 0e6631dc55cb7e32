"""POST /v1/documents: the way in over HTTP."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile

from winnow.contracts.base import BlobRef, Instant, document_id_of
from winnow.security.door import KnownFirst
from winnow.web.problems import ProblemError, responses
from winnow_gateway import receiving
from winnow_gateway.desk import Desk, OurDesk, Submitter
from winnow_gateway.documents import Row
from winnow_gateway.views import DocumentView, document_view

router = APIRouter(prefix="/v1/documents", tags=["documents"], route_class=KnownFirst)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the sender says beside the file."""

    recipe: str | None
    metadata: dict[str, str]
    priority: int
    due_at: datetime | None


async def wish(
    desk: OurDesk,
    recipe: Annotated[str | None, Form(max_length=63, description="Skips classification.")] = None,
    metadata: Annotated[
        str | None,
        Form(description="A JSON object of texts.", examples=['{"customer": "4711"}']),
    ] = None,
    priority: Annotated[int, Form(ge=-100, le=100, description="Higher is reviewed first.")] = 0,
    due_at: Annotated[
        Instant | None, Form(description="When a reviewer must have seen it, at the latest.")
    ] = None,
) -> Wish:
    """The wish; ProblemError 422 if it cannot be met."""
    recipe = recipe or None  # a form cannot say null
    if recipe is not None and recipe not in desk.recipes:
        known = ", ".join(sorted(desk.recipes))
        raise ProblemError(422, "recipe_unknown", f"{recipe!r}; there are {known}")
    return Wish(recipe, receiving.parse_metadata(metadata), priority, due_at)


@router.post(
    "",
    status_code=202,
    response_model=DocumentView,
    responses={
        200: {"description": "The same bytes are known; their state.", "model": DocumentView},
        **responses(400, 401, 403, 413, 422, 503),
    },
)
async def submit(
    response: Response,
    desk: OurDesk,
    who: Submitter,
    file: Annotated[UploadFile, File(description="The document.")],
    asked: Annotated[Wish, Depends(wish)],
) -> dict[str, Any]:
    """Submit a document. The same bytes again cost nothing and answer 200 with their state.

    They are worked on again if the first attempt ended dead, or if another recipe is asked for.
    """
    blob = await _stored(desk, who.tenant, file)
    document_id = document_id_of(who.tenant, blob.sha256)
    known = await desk.documents.find(who.tenant, str(document_id))
    if known is not None and not _worth_again(known, asked.recipe):
        response.status_code = 200
        return document_view(known)
    # A document that was not known a moment ago is at its first attempt, even if another request
    # for it has just come through: both then make the same event
    attempt = await desk.documents.submissions(who.tenant, str(document_id)) if known else 0
    event = receiving.submission(
        who.tenant,
        blob,
        receiving.clean_name(file.filename),
        recipe=asked.recipe,
        metadata=asked.metadata,
        priority=asked.priority,
        due_at=asked.due_at,
        attempt=attempt,
    )
    await desk.publisher.publish(event)
    await desk.documents.apply(event)
    return document_view(await desk.found(who, document_id))


async def _stored(desk: Desk, tenant: str, file: UploadFile) -> BlobRef:
    """The upload, in the blob store."""
    with TemporaryDirectory(prefix="winnow-upload-") as folder:
        path = Path(folder) / "upload"
        await receiving.spool(file, path, desk.max_upload)
        return await receiving.store(file, path, tenant, desk.blobs)


def _worth_again(known: Row, recipe: str | None) -> bool:
    """A dead document may be tried again, and another recipe may be asked for."""
    return known["state"] == "dead" or recipe not in (None, known["recipe"])
