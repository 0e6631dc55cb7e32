"""Many open documents in the desk's tables, made by the desk's own code."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from bench.review.receipts import receipt
from bench.review.sending import Sender

from winnow.config import Settings
from winnow.contracts.evidence import Summary
from winnow.contracts.reviews import ReviewRequested
from winnow.recipes.load import load_recipes
from winnow.records.database import open_database
from winnow_review.queue import Queue

AT_ONCE: Final = 500
NAMES: Final = UUID("6f1d2b0e-5d0c-5b0a-9d55-7a1f0c3e9b42")


async def fill_queue(settings: Settings, number: int) -> None:
    """Put so many requests into the queue; they differ in all that orders them."""
    database = open_database(settings.database_url())
    queue = Queue(database, load_recipes(settings.recipes))
    events = list(await _requests(settings, number))
    for start in range(0, number, AT_ONCE):
        some = events[start : start + AT_ONCE]
        await queue.add(some)
        await queue.project([(one.tenant, str(one.document_id)) for one in some])
    await database.close()


async def _requests(settings: Settings, number: int) -> Iterator[ReviewRequested]:
    """Requests about one stored receipt: the queue never opens what it names."""
    sender = Sender(settings)
    extracted, _ = await sender.drafts(receipt(0))
    await sender.close()
    chance, begun = random.Random(1), datetime.now(UTC)

    def one(index: int) -> ReviewRequested:
        sure = {at: chance.random() * 0.9 for at in ("/total", "/date", "/company")}
        asked = dict(list(sure.items())[: chance.randint(1, 3)])
        waited = timedelta(minutes=chance.randint(0, 2000))
        name = f"queued-{index:05}.png"
        return ReviewRequested(
            document_id=uuid5(NAMES, f"queued {index}"),
            event_id=uuid5(NAMES, f"request {index}"),
            occurred_at=begun - waited,
            source=extracted.source.model_copy(update={"file_name": name}),
            recipe=chance.choice(("receipt", "invoice", "contract")),
            extraction=extracted.extraction,
            summary=Summary(),
            reasons=tuple(f"{at}: only {value:.0%} certain" for at, value in asked.items()),
            doubtful=tuple(asked),
            confidences=asked,
            thresholds=dict.fromkeys(asked, 0.9),
            rule="conservative-1",
            due_at=begun - waited + timedelta(hours=24),
        )

    return map(one, range(number))
