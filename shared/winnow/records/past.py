"""Documents of the past, with what models were asked for them."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, case, func, select

from winnow.records.tables import gateway_documents, model_calls

NEWEST: Final = 1000  # documents


@dataclass(frozen=True, slots=True)
class PastDocument:
    """What models were asked for one document, all stages together."""

    pages: int
    calls: int
    input_tokens: int
    output_tokens: int


def past_documents(connection: Connection, recipe: str | None) -> list[PastDocument]:
    """The newest documents of a recipe (its name), or of all, whose answers were all paid for.

    What the provider had cached counts as input like the rest.
    """
    cached = func.sum(case((model_calls.c.outcome == "cached", 1), else_=0))
    told = (
        model_calls.c.input_tokens
        + model_calls.c.cache_read_tokens
        + model_calls.c.cache_write_tokens
    )
    of_recipe = [gateway_documents.c.recipe == recipe] if recipe else []
    query: Any = (
        select(
            func.max(gateway_documents.c.pages),
            func.count(),
            func.sum(told),
            func.sum(model_calls.c.output_tokens),
        )
        .join(gateway_documents, gateway_documents.c.document_id == model_calls.c.document_id)
        .where(gateway_documents.c.pages > 0, *of_recipe)
        .group_by(model_calls.c.document_id)
        .having(cached == 0)
        .order_by(func.max(model_calls.c.at).desc())
        .limit(NEWEST)
    )
    return [PastDocument(*(int(one) for one in row)) for row in connection.execute(query)]
