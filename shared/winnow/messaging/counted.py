"""What a handler's metrics are told. Their children are looked up once, not for each event."""

from collections import Counter
from typing import Final

from winnow.observability import metrics

_in_flight: Final[Counter[str]] = Counter()  # by service; read when metrics are asked for


class Counted:
    """The metrics of one handler of a service."""

    def __init__(self, service: str, topic: str) -> None:
        self._service = service
        self._topic = topic
        self._done = metrics.EVENTS.labels(service, topic, "done")
        self._seconds = metrics.HANDLING.labels(service, topic)
        metrics.IN_FLIGHT.labels(service).set_function(lambda: _in_flight[service])

    def begin(self) -> None:
        """Count an event as being worked on."""
        _in_flight[self._service] += 1

    def end(self) -> None:
        """Count it no more."""
        _in_flight[self._service] -= 1

    def done(self, seconds: float) -> None:
        """Count an event that was worked on for so long."""
        self._done.inc()
        self._seconds.observe(seconds)

    def outcome(self, outcome: str, number: int = 1) -> None:
        """Count events that ended otherwise."""
        metrics.EVENTS.labels(self._service, self._topic, outcome).inc(number)

    def buried(self, reason: str) -> None:
        """Count a record that was given up."""
        metrics.DEAD_LETTERS.labels(self._service, reason).inc()
        self.outcome("buried")

    def waited(self) -> None:
        """Count an attempt that will be repeated."""
        metrics.RETRIES.labels(self._service, self._topic).inc()
