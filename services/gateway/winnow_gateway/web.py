"""The gateway's HTTP interface."""

from typing import Any, Final

from fastapi import APIRouter, FastAPI

from winnow import __version__
from winnow.web.body_limit import BodyLimit
from winnow.web.problems import install, responses
from winnow_gateway import news, reading, submitting
from winnow_gateway.desk import Desk, OurDesk, Submitter
from winnow_gateway.views import RecipeView, VersionView

__all__ = ["Desk", "create_web"]
OVERHEAD: Final = 64 * 1024  # bytes of a multipart request beside its file
about = APIRouter(tags=["about"])


def create_web(desk: Desk) -> FastAPI:
    """The FastAPI app."""
    web = FastAPI(
        title="Winnow gateway",
        version=__version__,
        description="Documents in, checked JSON out. The same as publishing to Kafka.",
        license_info={"name": "Apache-2.0"},
    )
    web.state.desk = desk
    web.state.doorkeeper = desk.doorkeeper
    install(web)
    web.add_middleware(BodyLimit, most=desk.max_upload + OVERHEAD)
    for router in (submitting.router, reading.router, news.router, about):
        web.include_router(router)
    return web


@about.get("/v1/recipes", response_model=list[RecipeView], responses=responses(401, 403, 422))
async def recipes(desk: OurDesk, _: Submitter) -> list[dict[str, Any]]:
    """The kinds of documents that are known."""
    return [recipe.model_dump() for _, recipe in sorted(desk.recipes.items())]


@about.get("/version", response_model=VersionView)
async def version() -> dict[str, str]:
    """The version that runs."""
    return {"version": __version__}
