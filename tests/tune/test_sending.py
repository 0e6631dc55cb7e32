"""Changes of who answers are told in their order, once each."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from winnow.contracts.base import document_id_of
from winnow.contracts.tuning import ModelsChanged
from winnow.errors import UnreachableError
from winnow.messaging.sending import StoredOutbox
from winnow.testing.publisher import MemoryPublisher
from winnow_tune.serving import ServingChanges


@dataclass(frozen=True)
class Unsent:
    seq: int
    event: ModelsChanged


class Changes:
    """Stored events by seq; `sent` is in order."""

    def __init__(self, *events: ModelsChanged) -> None:
        self.waiting = dict(enumerate(events, start=1))
        self.sent: list[int] = []

    async def unsent(self) -> Sequence[Unsent]:
        return [Unsent(seq, event) for seq, event in sorted(self.waiting.items())]

    async def mark_sent(self, seqs: Sequence[int]) -> None:
        for seq in seqs:
            del self.waiting[seq]
            self.sent.append(seq)


def changed(recipe: str, revision: int) -> ModelsChanged:
    return ModelsChanged(
        document_id=document_id_of("models", recipe),
        recipe=recipe,
        task="extract",
        alias="champion",
        before=None,
        after=f"m{revision}",
        revision=revision,
        by="tune",
        why="better",
    )


async def test_what_was_stored_is_sent_and_then_never_again() -> None:
    events = [changed("receipt", 1), changed("invoice", 1), changed("receipt", 2)]
    changes, publisher = Changes(*events), MemoryPublisher()
    outbox = StoredOutbox(ServingChanges(changes), publisher)
    await outbox.send()
    await outbox.send()
    assert publisher.events == events
    assert changes.sent == [1, 2, 3]


async def test_while_the_broker_is_away_they_wait() -> None:
    changes, publisher = Changes(changed("receipt", 1)), MemoryPublisher()
    outbox = StoredOutbox(ServingChanges(changes), publisher)
    publisher.fail_with(UnreachableError("Kafka"))
    await outbox.send()
    assert changes.sent == []
    publisher.fail_with(None)
    await outbox.send()
    assert changes.sent == [1]


@pytest.mark.parametrize("number", [0, 1])
async def test_nothing_is_sent_where_nothing_changed(number: int) -> None:
    publisher = MemoryPublisher()
    events = [changed("receipt", 1)] * number
    await StoredOutbox(ServingChanges(Changes(*events)), publisher).send()
    assert len(publisher.events) == number
