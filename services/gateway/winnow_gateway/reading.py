"""GET /v1/documents and /v1/results: where documents are, and what became of them."""

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from winnow.contracts.base import BlobRef
from winnow.contracts.results import ResultBody, ResultCompleted
from winnow.errors import RejectedError
from winnow.web.problems import ProblemError, responses
from winnow_gateway.cursor import Cursor, decoded
from winnow_gateway.desk import Desk, OurDesk, Submitter
from winnow_gateway.views import DocumentDetail, DocumentPage, ResultPage, document_view

router = APIRouter(prefix="/v1", tags=["documents"])
State = Literal["submitted", "processing", "held", "review", "completed", "dead"]
Limit = Annotated[int, Query(ge=1, le=1000)]
MOST_STEPS = 1000  # that a document is shown with


@router.get("/documents", response_model=DocumentPage, responses=responses(401, 403, 422, 503))
async def list_documents(
    desk: OurDesk,
    who: Submitter,
    state: State | None = None,
    recipe: Annotated[str | None, Query(pattern="^[a-z][a-z0-9_]{0,62}$")] = None,
    cursor: Annotated[
        str | None, Query(max_length=200, description="`next` of the page before.")
    ] = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Documents, the newest first."""
    after = decoded(cursor) if cursor else None
    rows = await desk.documents.page(who.tenant, limit, state=state, recipe=recipe, after=after)
    more = None
    if len(rows) == limit:
        more = Cursor(rows[-1]["submitted_at"], rows[-1]["document_id"]).encoded()
    return {"documents": [document_view(row) for row in rows], "next": more}


@router.get(
    "/documents/{document_id}",
    response_model=DocumentDetail,
    responses=responses(401, 403, 404, 422, 503),
)
async def show(desk: OurDesk, document_id: UUID, who: Submitter) -> dict[str, Any]:
    """Where a document is, and every step it took."""
    row = await desk.found(who, document_id)
    steps = await desk.documents.events_after(who.tenant, 0, MOST_STEPS, str(document_id))
    return {**document_view(row), "steps": steps}


@router.get(
    "/documents/{document_id}/result",
    response_model=ResultCompleted,
    responses=responses(401, 403, 404, 409, 422, 503),
)
async def result(desk: OurDesk, document_id: UUID, who: Submitter) -> dict[str, Any]:
    """The result event, its body included however large it is; 409 `not_ready` before its end."""
    row = await desk.found(who, document_id)
    if row["result_ref"] is None or row["state"] != "completed":
        raise ProblemError(409, "not_ready", f"the document is {row['state']}")
    return await _whole(desk, json.loads(row["result_ref"]))


@router.get("/results", response_model=ResultPage, responses=responses(401, 403, 422, 503))
async def results(
    desk: OurDesk,
    who: Submitter,
    after: Annotated[int, Query(ge=0, le=2**62, description="`next` of the page before.")] = 0,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Results in the order they came; each document's newest, its body null if bytes are lost."""
    steps = await desk.documents.events_after(who.tenant, after, limit, kind=ResultCompleted)
    found = []
    for identity in dict.fromkeys(step["document_id"] for step in steps):
        row = await desk.documents.find(who.tenant, identity)
        if row and row["result_ref"]:
            found.append(await _whole_or_bare(desk, json.loads(row["result_ref"])))
    return {"results": found, "next": steps[-1]["seq"] if steps else after}


async def _whole(desk: Desk, event: dict[str, Any]) -> dict[str, Any]:
    body = await desk.blobs.get(BlobRef.model_validate(event["body_ref"]))
    return {**event, "body": ResultBody.model_validate_json(body).model_dump(mode="json")}


async def _whole_or_bare(desk: Desk, event: dict[str, Any]) -> dict[str, Any]:
    """One lost blob must not keep a consumer from all later results."""
    try:
        return await _whole(desk, event)
    except RejectedError:
        return {**event, "body": None}
