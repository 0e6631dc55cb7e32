"""Calls with what runs beside them: batches that leave and come back."""

from dataclasses import dataclass

from winnow.llm.batching import Batcher
from winnow.llm.calls import Calls, Question
from winnow.llm.port import Filled, Form


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Calls as a service has them; between `start` and `stop` batches are sent and fetched."""

    calls: Calls
    batchers: tuple[Batcher, ...] = ()

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        """The filled form; errors as the port says."""
        return await self.calls.fill(question)

    async def start(self) -> None:
        """Begin to look after batches."""
        for batcher in self.batchers:
            batcher.start()

    async def stop(self) -> None:
        """Leave batches to others, or to the next start."""
        for batcher in self.batchers:
            await batcher.stop()
