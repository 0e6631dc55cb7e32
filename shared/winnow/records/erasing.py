"""The right to be forgotten, as far as answers go: those of models, and those to questions."""

from sqlalchemy import Connection, delete, select, update

from winnow.records import questions
from winnow.records.tables import (
    answer_documents,
    answered_questions,
    answers,
    ask_documents,
    ask_outbox,
    ask_question_documents,
    ask_questions,
    ask_values,
    model_calls,
    question_documents,
)


def erase(connection: Connection, tenant: str, document_id: str) -> int:
    """Delete the answers that a document used, and whose calls they were; not what they cost.

    An answer to a question used the documents whose passages were read for it.
    """
    asked = _erase_questions(connection, tenant, document_id)
    gone = sum(_erase_answers(connection, tenant, one) for one in (document_id, *asked))
    return gone + len(asked) + _forget_remembered(connection, tenant, document_id)


def _erase_answers(connection: Connection, tenant: str, document_id: str) -> int:
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


def _erase_questions(connection: Connection, tenant: str, document_id: str) -> list[str]:
    """Take from questions what rests on the document; what was asked stays."""
    own = ask_questions.c
    resting = select(ask_question_documents.c.question_id).where(
        ask_question_documents.c.document_id == document_id
    )
    found = select(own.id).where(own.tenant == tenant, own.id.in_(resting))
    ids = sorted(connection.execute(found).scalars())
    bare = {
        "state": "erased",
        "answer": None,
        "sources": "[]",
        "decision": None,
        "remembered": None,
    }
    connection.execute(update(ask_questions).where(own.id.in_(ids)).values(**bare))
    connection.execute(delete(ask_outbox).where(ask_outbox.c.question_id.in_(ids)))
    for table in (ask_documents, ask_values):
        of_it = table.c.tenant == tenant, table.c.document_id == document_id
        connection.execute(delete(table).where(*of_it))
    return ids


def _forget_remembered(connection: Connection, tenant: str, document_id: str) -> int:
    resting = select(question_documents.c.question_id).where(
        question_documents.c.document_id == document_id
    )
    own = answered_questions.c
    return questions.remove(connection, own.tenant == tenant, own.id.in_(resting))


def forget(connection: Connection, ids: list[str]) -> None:
    """Delete answers, and which documents used them."""
    connection.execute(delete(answers).where(answers.c.id.in_(ids)))
    connection.execute(delete(answer_documents).where(answer_documents.c.answer_id.in_(ids)))
