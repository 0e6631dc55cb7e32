"""Opens what stands between a service and its models."""

from collections.abc import Iterable

from winnow.config import Settings
from winnow.llm.arrivals import keeping
from winnow.llm.asker import Asker
from winnow.llm.batching import Batcher, BatchGuard, Batching
from winnow.llm.guards.open import open_charge, open_guards
from winnow.llm.port import LanguageModel
from winnow.llm.repairing import Repairing
from winnow.llm.switchboard import Switchboard
from winnow.records.answers import Answers
from winnow.records.batches import Batches
from winnow.records.database import Database


def open_calls(
    settings: Settings, database: Database, models: Iterable[LanguageModel]
) -> Switchboard:
    """Return what stands between a service and its models, the first outermost:

    repairs, kept answers and flights, budgets, batches, and what else guards a call. Start it, or
    no batch leaves. Raises MisconfiguredError for budgets or limits that are none.
    """
    answers, batches = Answers(database), Batches(database)
    remote = {model.name: model.batches() for model in models if isinstance(model, Batching)}
    waiting = BatchGuard(batches, remote) if remote and settings.batches else None
    guards = open_guards(settings, database, waiting)
    keep = open_charge(settings, database, keeping(answers))
    wait, look = settings.batch_wait, settings.batch_look
    batchers = [Batcher(one, batches, keep, wait=wait, look=look) for one in remote.values()]
    asker = Asker(answers, guards, shared=settings.cache_mb > 0)
    return Switchboard(Repairing(asker), tuple(batchers))
