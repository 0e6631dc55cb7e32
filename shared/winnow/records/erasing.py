"""The right to be forgotten, as far as model answers go."""

from sqlalchemy import Connection, delete, select, update

from winnow.records.tables import answer_documents, answers, model_calls


def erase(connection: Connection, tenant: str, document_id: str) -> int:
    """Delete the answers that a document used, and whose calls they were; not what they cost."""
    used = (
        select(answers.c.id)
        .join(answer_documents, answer_documents.c.answer_id == answers.c.id)
        .where(answers.c.tenant == tenant, answer_documents.c.document_id == document_id)
    )
    ids = sorted(connection.execute(used).scalars())
    forget(connection, ids)
    calls = (model_calls.c.tenant == tenant) & (model_calls.c.document_id == document_id)
    connection.execute(update(model_calls).where(calls).values(document_id=""))
    return len(ids)


def forget(connection: Connection, ids: list[str]) -> None:
    """Delete answers, and which documents used them."""
    connection.execute(delete(answers).where(answers.c.id.in_(ids)))
    connection.execute(delete(answer_documents).where(answer_documents.c.answer_id.in_(ids)))
