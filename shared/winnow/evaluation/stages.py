"""Services' own handlers called in this process, without Kafka."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import AsyncExitStack
from typing import Any, Final, TypeVar

from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.errors import MisconfiguredError, Remedy, UnreachableError, WinnowError
from winnow.installed import installed_services, settings_class
from winnow.llm.port import LanguageModel
from winnow.messaging.remedies import judge
from winnow.service import Service
from winnow.streams import OUTSIDE, Stream

E = TypeVar("E", bound=Event)
T = TypeVar("T")
PATIENCE: Final = 5  # times that something which does not answer is asked


class Stage:
    """The handler of the service that reads one stream and writes another, as production runs it.

    At most the handler's `in_flight` events are worked on at once.
    """

    def __init__(self, service: Service, reads: Stream, writes: Stream) -> None:
        [self._handler] = [
            one for one in service.handlers if one.reads is reads and writes in one.writes
        ]
        self.service = service
        self._carries = writes.carries
        self._limit = asyncio.Semaphore(self._handler.in_flight)

    async def __call__(self, event: Event, kind: type[E]) -> E:
        """The event of a kind that the handler makes of this one.

        Something that does not answer is asked PATIENCE times. Raises what the handler raises.
        """
        async with self._limit:
            for attempt in range(1, PATIENCE + 1):
                try:
                    return _only(await self._handler.call(event, self.service.tools), kind)
                except UnreachableError as error:
                    verdict = judge(error, attempt)
                    if attempt == PATIENCE or verdict.remedy is not Remedy.RETRY:
                        raise
                    await asyncio.sleep(verdict.pause)
        raise AssertionError("unreachable")


def open_stage(
    reads: Stream, writes: Stream, settings: Settings, model: LanguageModel | None = None
) -> Stage:
    """Build the service that makes of one stream the other; its `start` is for the caller.

    Which service that is, the map in `winnow.streams` says. `model` answers in place of the one
    that the settings name. Raises MisconfiguredError where the service is not installed.
    """
    told = {} if model is None else {"model": model}
    between = [name for name in reads.read_by if name in writes.written_by and name != OUTSIDE]
    known = installed_services()
    for name in between:
        if name in known:
            create = known[name]
            known_settings = settings.widened(settings_class(create))
            return Stage(create(known_settings, **told), reads, writes)
    raise MisconfiguredError(
        f"the service {' or '.join(between)} is not installed here, and it is what makes "
        f"{writes.topic} of {reads.topic}: pip install winnow-{between[0]}"
    )


async def opened_stage(
    stack: AsyncExitStack,
    reads: Stream,
    writes: Stream,
    settings: Settings,
    model: LanguageModel | None = None,
) -> Stage:
    """The stage, started; it is closed with the stack. Errors are those of `open_stage`."""
    stage = open_stage(reads, writes, settings, model)
    stack.push_async_callback(stage.service.close)
    await stage.service.start()
    return stage


async def all_of(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Do it all at once; the results in order. Of several WinnowErrors the first is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in work]
    except* WinnowError as errors:
        first = errors.exceptions[0]
    else:
        return [task.result() for task in tasks]
    raise first


def _only(made: Any, kind: type[E]) -> E:
    events = [made] if isinstance(made, Event) else list(made or ())
    [found] = [event for event in events if isinstance(event, kind)]
    return found
