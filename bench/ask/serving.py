"""python -m bench.ask.serving FOLDER MODEL COUNT: ask on drawn documents, without Kafka.

All but the broker is real: the answerer, retrieval in LanceDB, guardrails, tables in SQLite, HTTP.
Events wait in their outbox. The first line of stdout is the address.
"""

import asyncio
import sys
from pathlib import Path
from uuid import uuid5

import uvicorn
from bench.ask.texts import Paper, papers

from winnow.contracts.base import NAMESPACE
from winnow.embedding.open import open_embedder
from winnow.local.child import free_port
from winnow.observability.logs import configure
from winnow.records.audit import AuditLog
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.moment import now
from winnow.records.questions import Questions
from winnow.security.keys import Doorkeeper
from winnow.semantic.cache import SemanticCache
from winnow.vectors.open import open_vectors
from winnow.vectors.port import Passage
from winnow_ask.asking import open_asking
from winnow_ask.catalogue import Catalogue
from winnow_ask.desk import Desk
from winnow_ask.learning import News
from winnow_ask.opening import OpenedAnswerer
from winnow_ask.remembering import open_memory
from winnow_ask.settings import AskSettings
from winnow_ask.web import create_web

TENANT = "default"


async def fill(settings: AskSettings, count: int) -> None:
    """Make so many documents searchable."""
    embedder = open_embedder(settings)
    vectors = open_vectors(settings, embedder.dimensions)
    catalogue = Catalogue(open_database(settings.database_url()))
    drawn = papers(count)
    made = await embedder.embed([one.text for one in drawn])
    passages = [_passage(one, list(map(float, row))) for one, row in zip(drawn, made, strict=True)]
    await vectors.upsert(TENANT, passages)
    for one in drawn:
        columns = {"file_name": one.file_name, "submitted_at": now(), "parsed": str(one.id)}
        await catalogue.take_in(News(str(one.id), TENANT, "parsed", None, columns))
    await vectors.close()


def _passage(one: Paper, vector: list[float]) -> Passage:
    id_ = uuid5(NAMESPACE, f"{one.id}/c0")
    return Passage(id_, one.id, "c0", one.text, 1, one.file_name, vector)


async def serve(settings: AskSettings) -> None:
    """Answer HTTP until killed; what is asked again is answered anew."""
    database = open_database(settings.database_url())
    embedder = open_embedder(settings)
    catalogue = Catalogue(database)
    answerer = OpenedAnswerer(settings, database, embedder, catalogue)
    cache = SemanticCache(embedder, Questions(database))
    memory = open_memory(settings, cache, embedder.name)
    asking = open_asking(settings, database, answerer, memory, lambda: None)
    desk = Desk(
        asking=asking,
        turns=asking.turns,
        catalogue=catalogue,
        recipes={},
        doorkeeper=Doorkeeper(settings),
        audit=AuditLog(database),
        settings=settings,
    )
    await answerer.start()
    port = free_port()
    config = uvicorn.Config(create_web(desk), port=port, log_config=None, lifespan="off")
    print(f"http://127.0.0.1:{port}", flush=True)
    await uvicorn.Server(config).serve()


async def main(folder: Path, model: str, count: int) -> None:
    """Fill the folder and serve from it."""
    settings = AskSettings(
        data=folder,
        model="openai",
        openai_base_url=f"{model}/v1",
        openai_model="stub",
        ask_cache_hours=0,
        log_level="ERROR",
    )
    configure("text", "ERROR")
    await migrate(settings.database_url())
    await fill(settings, count)
    await serve(settings)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
