"""The gateway's HTTP interface."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import (
    APIRouter,
    Depends,
    FastAPI,
    File,
    Form,
    Header,
    Query,
    Request,
    Response,
    UploadFile,
)
from pydantic import AwareDatetime
from sse_starlette.sse import EventSourceResponse

from winnow import __version__
from winnow.contracts.base import BlobRef, document_id_of
from winnow.contracts.results import ResultBody, ResultCompleted
from winnow.messaging.port import Publisher
from winnow.recipes.recipe import Recipe
from winnow.security.keys import Doorkeeper, Principal, Role
from winnow.storage.port import BlobStore
from winnow.web.body_limit import BodyLimit
from winnow.web.problems import ProblemError, install, responses
from winnow_gateway import receiving
from winnow_gateway.documents import Documents
from winnow_gateway.views import (
    DocumentDetail,
    DocumentPage,
    DocumentView,
    RecipeView,
    ResultPage,
    document_view,
)

LOOKS: Final = 0.3  # seconds between two looks for news
STALE: Final = 1000  # events handed over at once
OVERHEAD: Final = 64 * 1024  # bytes of a multipart request beside its file
State = Literal["submitted", "processing", "review", "completed", "dead"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a request may touch."""

    documents: Documents
    blobs: BlobStore
    publisher: Publisher
    recipes: dict[str, Recipe]
    doorkeeper: Doorkeeper
    max_upload: int


def create_web(desk: Desk) -> FastAPI:
    """The FastAPI app."""
    web = FastAPI(
        title="Winnow gateway",
        version=__version__,
        description="Documents in, checked JSON out. The same as publishing to Kafka.",
        license_info={"name": "Apache-2.0"},
    )
    install(web)
    web.add_middleware(BodyLimit, most=desk.max_upload + OVERHEAD)
    web.include_router(_documents(desk))
    web.include_router(_news(desk))
    web.include_router(_about(desk))
    return web


def _documents(desk: Desk) -> APIRouter:
    router = APIRouter(prefix="/v1/documents", tags=["documents"])
    submitter = Depends(desk.doorkeeper.requires(Role.SUBMITTER))

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
        file: Annotated[UploadFile, File(description="The document.")],
        who: Annotated[Principal, submitter],
        recipe: Annotated[
            str | None, Form(max_length=63, description="Skips classification.")
        ] = None,
        metadata: Annotated[str | None, Form(description="A JSON object of texts.")] = None,
        priority: Annotated[int, Form(ge=-100, le=100)] = 0,
        due_at: Annotated[AwareDatetime | None, Form()] = None,
    ) -> dict[str, Any]:
        """Submit a document. The same bytes for the same recipe cost nothing the second time."""
        if recipe is not None and recipe not in desk.recipes:
            known = ", ".join(sorted(desk.recipes))
            raise ProblemError(422, "recipe_unknown", f"{recipe!r}; there are {known}")
        told = receiving.parse_metadata(metadata)
        with TemporaryDirectory(prefix="winnow-upload-") as folder:
            path = Path(folder) / "upload"
            await receiving.spool(file, path, desk.max_upload)
            blob = await receiving.store(file, path, who.tenant, desk.blobs)
        document_id = str(document_id_of(who.tenant, blob.sha256))
        known_row = await desk.documents.find(who.tenant, document_id)
        if known_row is not None and not _worth_again(known_row, recipe):
            response.status_code = 200
            return document_view(known_row)
        event = receiving.submission(
            who.tenant,
            blob,
            receiving.clean_name(file.filename),
            recipe=recipe,
            metadata=told,
            priority=priority,
            due_at=due_at,
            attempt=await desk.documents.submissions(who.tenant, document_id),
        )
        await desk.publisher.publish(event)
        await desk.documents.apply(event)
        row = await desk.documents.find(who.tenant, document_id)
        return document_view(row or {})

    @router.get("", response_model=DocumentPage, responses=responses(401, 403, 422, 503))
    async def list_documents(
        who: Annotated[Principal, submitter],
        state: State | None = None,
        before: AwareDatetime | None = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> dict[str, Any]:
        """Documents, the newest first."""
        rows = await desk.documents.page(who.tenant, state, before, limit)
        older: datetime | None = rows[-1]["submitted_at"] if len(rows) == limit else None
        return {"documents": [document_view(row) for row in rows], "next": older}

    @router.get(
        "/{document_id}",
        response_model=DocumentDetail,
        responses=responses(401, 403, 404, 422, 503),
    )
    async def show(document_id: UUID, who: Annotated[Principal, submitter]) -> dict[str, Any]:
        """Where a document is, and every step it took."""
        row = await _found(desk, who, document_id)
        steps = await desk.documents.events_after(who.tenant, 0, STALE, str(document_id))
        return {**document_view(row), "steps": steps}

    @router.get(
        "/{document_id}/result",
        response_model=ResultCompleted,
        responses=responses(401, 403, 404, 409, 422, 503),
    )
    async def result(document_id: UUID, who: Annotated[Principal, submitter]) -> dict[str, Any]:
        """The result event, its body included however large it is."""
        row = await _found(desk, who, document_id)
        if row["result_ref"] is None:
            raise ProblemError(409, "not_ready", f"the document is {row['state']}")
        return await _whole(desk, json.loads(row["result_ref"]))

    return router


def _news(desk: Desk) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["news"])
    submitter = Depends(desk.doorkeeper.requires(Role.SUBMITTER))
    stream: dict[int | str, dict[str, Any]] = {
        200: {"description": "Server-sent events.", "content": {"text/event-stream": {}}}
    }

    @router.get(
        "/documents/{document_id}/events",
        response_class=EventSourceResponse,
        responses={**stream, **responses(401, 403, 404, 422, 503)},
    )
    async def document_events(
        request: Request,
        document_id: UUID,
        who: Annotated[Principal, submitter],
        last_event_id: Annotated[int | None, Header(ge=0, le=2**62)] = None,
    ) -> EventSourceResponse:
        """What happens to one document, from its beginning or after `Last-Event-ID`, to its end."""
        await _found(desk, who, document_id)
        news = _follow(desk, request, who, last_event_id or 0, str(document_id))
        return EventSourceResponse(news)

    @router.get(
        "/events",
        response_class=EventSourceResponse,
        responses={**stream, **responses(401, 403, 422, 503)},
    )
    async def all_events(
        request: Request,
        who: Annotated[Principal, submitter],
        last_event_id: Annotated[int | None, Header(ge=0, le=2**62)] = None,
    ) -> EventSourceResponse:
        """What happens to all documents of the tenant."""
        return EventSourceResponse(_follow(desk, request, who, last_event_id or 0, None))

    @router.get("/results", response_model=ResultPage, responses=responses(401, 403, 422, 503))
    async def results(
        who: Annotated[Principal, submitter],
        after: Annotated[int, Query(ge=0, le=2**62)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> dict[str, Any]:
        """Results in the order they came."""
        steps = await desk.documents.events_after(who.tenant, after, limit, kind=ResultCompleted)
        found = []
        for step in steps:
            row = await desk.documents.find(who.tenant, step["document_id"])
            if row and row["result_ref"]:
                found.append(await _whole(desk, json.loads(row["result_ref"])))
        return {"results": found, "next": steps[-1]["seq"] if steps else after}

    return router


def _about(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["about"])
    submitter = Depends(desk.doorkeeper.requires(Role.SUBMITTER))

    @router.get("/v1/recipes", response_model=list[RecipeView], responses=responses(401, 403))
    async def recipes(_: Annotated[Principal, submitter]) -> list[dict[str, Any]]:
        """The kinds of documents that are known."""
        return [recipe.model_dump() for _, recipe in sorted(desk.recipes.items())]

    @router.get("/version")
    async def version() -> dict[str, str]:
        """The version that runs."""
        return {"version": __version__}

    return router


def _worth_again(row: dict[str, Any], recipe: str | None) -> bool:
    """A dead document may be tried again, and another recipe may be asked for."""
    return row["state"] == "dead" or (recipe is not None and row["recipe"] not in (None, recipe))


async def _found(desk: Desk, who: Principal, document_id: UUID) -> dict[str, Any]:
    row = await desk.documents.find(who.tenant, str(document_id))
    if row is None:
        raise ProblemError(404, "document_unknown", f"there is no document {document_id}")
    return row


async def _whole(desk: Desk, event: dict[str, Any]) -> dict[str, Any]:
    body = await desk.blobs.get(BlobRef.model_validate(event["body_ref"]))
    return {**event, "body": ResultBody.model_validate_json(body).model_dump(mode="json")}


async def _follow(
    desk: Desk, request: Request, who: Principal, after: int, document_id: str | None
) -> AsyncIterator[dict[str, str]]:
    """Events as they come; of one document until it ends."""
    while not await request.is_disconnected():
        steps = await desk.documents.events_after(who.tenant, after, STALE, document_id)
        for step in steps:
            after = step["seq"]
            told = {key: step[key] for key in ("document_id", "type", "data")}
            told["at"] = step["at"].isoformat()
            yield {"id": str(after), "event": step["type"], "data": json.dumps(told)}
        if document_id and not steps:
            row = await desk.documents.find(who.tenant, document_id)
            if row is None or row["state"] in ("completed", "dead"):
                return
        await asyncio.sleep(LOOKS)
