"""A circuit breaker for each server: one that is down is not asked by everybody all the time.

(M. Nygard, "Release It!", 2007.)
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.calls import Ask, Question
from winnow.llm.guards.clock import Clock
from winnow.llm.port import Filled, Form
from winnow.llm.served import server_of
from winnow.observability import metrics
from winnow.observability.logs import get_logger

log = get_logger(__name__)
IN_A_ROW: Final = 5  # failures that open it
SHARE: Final = 0.5  # of the calls of a window that failed, which open it too
ENOUGH: Final = 20  # calls that a share is taken of
WINDOW: Final = 60.0  # seconds
FIRST_REST: Final = 15.0  # seconds that it stays open; doubled when the probe fails
LONGEST_REST: Final = 240.0
PROBE_ASKS: Final = 2.0  # seconds after which others ask again while a probe is under way
OVERLOADED: Final = 529  # may end in a moment; the window of calls at once answers to it
CLOSED, HALF_OPEN, OPEN = 0, 1, 2


class BreakerOpenError(UnreachableError):
    """The server is not asked at present."""


@dataclass
class Breaker:
    """What is known of one server."""

    server: str
    state: int = CLOSED
    in_a_row: int = 0
    rest: float = FIRST_REST
    until: float = 0.0
    last: deque[tuple[float, bool]] = field(default_factory=deque)  # when, and whether it failed

    def admit(self, model: str, moment: float) -> None:
        """Let a call through, or raise BreakerOpenError."""
        if self.state == CLOSED:
            return
        if self.state == HALF_OPEN or moment < self.until:
            wait = PROBE_ASKS if self.state == HALF_OPEN else self.until - moment
            raise BreakerOpenError(model, f"{self.server} failed too often lately", wait)
        self._turn(HALF_OPEN)

    def answered(self, moment: float) -> None:
        """The server answered: well or not, it is there."""
        self.in_a_row = 0
        if self.state != CLOSED:
            self.last.clear()
            self.rest = FIRST_REST
            self._turn(CLOSED)
        self._note(moment, failed=False)

    def failed(self, moment: float, error: UnreachableError) -> None:
        """The server did not answer, or had too much to do: that opens by its share alone."""
        self.in_a_row += error.status != OVERLOADED
        self._note(moment, failed=True)
        if self.state == HALF_OPEN:
            self.rest = min(LONGEST_REST, 2 * self.rest)
        elif self.state == OPEN or not self._too_often():
            return
        self.until = moment + max(self.rest, error.retry_after or 0.0)
        self._turn(OPEN)

    def given_up(self) -> None:
        """The call ended without saying anything of the server; the next may be the probe."""
        if self.state == HALF_OPEN:
            self._turn(OPEN)

    def _too_often(self) -> bool:
        failures = sum(failed for _, failed in self.last)
        by_share = len(self.last) >= ENOUGH and failures >= SHARE * len(self.last)
        return self.in_a_row >= IN_A_ROW or by_share

    def _note(self, moment: float, *, failed: bool) -> None:
        self.last.append((moment, failed))
        while self.last and self.last[0][0] < moment - WINDOW:
            self.last.popleft()

    def _turn(self, state: int) -> None:
        self.state = state
        metrics.BREAKER.labels(self.server).set(state)
        log.warning("breaker", server=self.server, state=("closed", "half open", "open")[state])


@dataclass(frozen=True, slots=True)
class BreakerGuard:
    """Guard that does not ask a server which failed too often; one breaker a server and process.

    A limit that was met (429) is an answer. Errors that somebody must mend (401, 403, 404) are too:
    they are as quick as a breaker.
    """

    clock: Clock
    breakers: dict[str, Breaker]

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask, or raise BreakerOpenError with the seconds until somebody may."""
        server = server_of(question.model)
        breaker = self.breakers.setdefault(server, Breaker(server))
        breaker.admit(question.model.name, self.clock.seconds())
        answered = False
        try:
            filled = await ask()
            answered = True
        except UnfillableError as error:
            answered = error.why != "late"
            raise
        except UnreachableError as error:
            answered = error.what == question.model.name and not _is_down(error)
            if error.what == question.model.name and not answered:
                breaker.failed(self.clock.seconds(), error)
            raise
        finally:
            if answered:
                breaker.answered(self.clock.seconds())
            else:
                breaker.given_up()
        return filled


def _is_down(error: UnreachableError) -> bool:
    return error.status is None or error.status == 408 or error.status >= 500
