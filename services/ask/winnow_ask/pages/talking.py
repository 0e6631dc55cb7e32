"""/: the page where questions are asked; its script speaks with /v1."""

from typing import Final

from fastapi import APIRouter, Request, Response

from winnow_ask.desk import Asker, OurDesk
from winnow_ask.pages.rendering import render
from winnow_ask.views import LONGEST, LONGEST_NOTE

router = APIRouter(include_in_schema=False)
EXAMPLES: Final = (
    "What does the contract say about notice?",
    "What is the total of the invoice, and when is it due?",
    "What was decided in the last meeting?",
)


@router.get("/")
async def talk(request: Request, desk: OurDesk, who: Asker) -> Response:
    """The page, empty; a conversation that its address names is fetched by the script."""
    known = await desk.catalogue.recipes(who.tenant)
    recipes = [(name, desk.recipes[name].title if name in desk.recipes else name) for name in known]
    return render(
        request,
        "talk.html",
        who,
        recipes=recipes,
        documents=await desk.catalogue.count(who.tenant),
        examples=EXAMPLES,
        longest=LONGEST,
        longest_note=LONGEST_NOTE,
    )
