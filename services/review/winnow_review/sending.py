"""Sends the desk's stored writes to their topics; people do not wait for the broker."""

from winnow.messaging.port import Publisher
from winnow.messaging.sending import StoredOutbox
from winnow_review.folding import Write
from winnow_review.quality.metrics import counted
from winnow_review.queue import Queue


class Outbox(StoredOutbox[Write]):
    """Of the history of documents; each decision that was sent is counted."""

    name = "review-outbox"

    def __init__(self, queue: Queue, publisher: Publisher) -> None:
        super().__init__(queue, publisher, counted)
