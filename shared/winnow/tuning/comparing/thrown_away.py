"""Answers that were paid for and did not fit: what the ledger of evaluations says."""

from sqlalchemy import func, select

from winnow.config import Settings
from winnow.evaluation.workplace import work_settings
from winnow.records.database import open_database
from winnow.records.tables import model_calls


async def thrown_away(settings: Settings, model: str, recipe: str | None) -> dict[str, int]:
    """How many answers of a model were no good, by document; a repaired one counts too."""
    database = open_database(work_settings(settings).database_url())
    query = (
        select(model_calls.c.document_id, func.count())
        .where(model_calls.c.model == model, model_calls.c.outcome == "failed")
        .group_by(model_calls.c.document_id)
    )
    if recipe is not None:
        query = query.where(model_calls.c.recipe == recipe)
    try:
        async with database.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}
    finally:
        await database.close()
