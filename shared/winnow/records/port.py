"""What we ask of the tables that more than one service uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Literal, Protocol
from uuid import uuid5

from winnow.contracts.base import NAMESPACE
from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder
from winnow.contracts.tuning import ModelRef, Serving, Task, TrainingExample
from winnow.contracts.usage import Usage


@dataclass(frozen=True, slots=True)
class Claim:
    """What an event is known by, and the place of the record that brought it."""

    key: str
    place: str


class ClaimStore(Protocol):
    """Remembers which record brought an event first: others that bring it are repeats.

    A record that is delivered again after a crash stands where it stood, so it is none.
    """

    async def claim(self, consumer: str, claims: Sequence[Claim]) -> list[bool]:
        """Tell for each whether it came first; of two with one key in a call, the former did."""
        ...

    async def release(self, consumer: str, claim: Claim) -> None:
        """Give up a claim, so that the event may be brought again by another record."""
        ...


@dataclass(frozen=True, slots=True)
class Use:
    """What an answer is used for; `key` tells two uses by one document apart."""

    answer: str
    key: str
    tenant: str
    document_id: str
    recipe: str | None
    stage: str
    model: str
    rung: int = 0

    @property
    def id(self) -> str:
        """The use in the ledger: the answer's id and a hash of the key."""
        return f"{self.answer}/{uuid5(NAMESPACE, self.key)}"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as JSON, and what it cost the use that it was fetched for.

    Of a use that was written down before, `repeated`, it is the usage of then.
    """

    body: dict[str, Any]
    usage: Usage
    repeated: bool = False


class Turn(Enum):
    """Whose turn it is to ask what nobody has an answer to yet."""

    OURS = "ours"
    THEIRS = "theirs"


class AnswerStore(Protocol):
    """The cache and the ledger of model answers: nothing is paid for twice, all is written down.

    A question that is being asked is in flight. Its flight ends when its answer is kept, when it is
    given up, or when its holder has not renewed it for a while.
    """

    renewal: float  # seconds after which flights must be renewed

    async def recall(self, use: Use) -> Kept | None:
        """The answer, if one is kept, the use of it being written down."""
        ...

    async def take_off(self, use: Use) -> Kept | Turn:
        """The same; and if none is kept, whether it is now ours to ask for it."""
        ...

    async def keep(self, use: Use, body: dict[str, Any], usage: Usage, at: datetime) -> Kept:
        """Keep what was paid for at that time, and end its flight; on disk when this returns.

        Of two answers that race the first is kept, and told to both; both payments are written
        down. The same payment may be kept again.
        """
        ...

    async def give_up(self, answer: str) -> None:
        """End a flight of ours without an answer."""
        ...

    async def renew(self) -> None:
        """Renew all flights of ours."""
        ...

    async def landed(self, answer: str) -> bool:
        """Whether the question is in flight no more."""
        ...

    async def erase(self, tenant: str, document_id: str) -> int:
        """Forget the answers that a document used, and whose calls they were; how many."""
        ...


class CalibrationStore(Protocol):
    """What was learnt from labelled documents; the newest of a recipe and model is in use."""

    async def keep(self, calibration: Calibration) -> None:
        """Store it; the same again changes nothing."""
        ...

    async def newest(self, recipe: str, model: str) -> Calibration | None:
        """Return the one in use for a recipe (its name) and a model (its `name`), if any."""
        ...

    async def get(self, id: str) -> Calibration | None:  # noqa: A002  (what it is called)
        """Return the one of this id, if any."""
        ...

    async def void(self, base: str, why: str) -> list[str]:
        """Use those of a base model, bare or tuned, no more; the ids of those that were in use.

        They are kept: what was accepted by them can still be explained.
        """
        ...


class BaseStore(Protocol):
    """What stood behind each base model's name when it was looked at last."""

    async def known(self, base: str) -> str | None:
        """Return its identity, None if it was never looked at."""
        ...

    async def note(self, base: str, identity: str) -> None:
        """Remember what it is now."""
        ...


class LadderStore(Protocol):
    """The ladders that were chosen; the newest of a recipe and task is in use."""

    async def keep(self, ladder: Ladder) -> None:
        """Store it; the same again changes nothing."""
        ...

    async def newest(self, recipe: str, task: str) -> Ladder | None:
        """Return the one in use for a recipe (its name) and a task, if any."""
        ...


Act = Literal["registered", "promoted", "forced", "rolled_back", "changed"]


class WhoServes(Protocol):
    """Who answers each task of a recipe. Every change has a revision, and is written down.

    What is told in `by` and `why` stands in the audit log and in the event `models.changed`.
    """

    async def current(self, recipe: str, task: Task) -> Serving | None:
        """Who answers now; None: nobody was named, so the model of the settings does."""
        ...

    async def all(self) -> list[Serving]:
        """Who answers now, of every recipe and task that anything was said of."""
        ...

    async def history(self, recipe: str, task: Task) -> list[Serving]:
        """Every state it had, the latest first."""
        ...

    async def change(
        self,
        recipe: str,
        task: Task,
        *,
        seen: int,
        champion: ModelRef | None,
        challenger: ModelRef | None,
        canary: float = 0.0,
        by: str,
        why: str,
        act: Act = "changed",
    ) -> Serving:
        """Point both aliases, and give the challenger its share of documents.

        `seen` is the revision that this was decided on, 0 where there was none: if it is another by
        now, ChangedMeanwhileError is raised and nothing changes.
        """
        ...

    async def roll_back(
        self, recipe: str, task: Task, *, by: str, why: str, seen: int | None = None
    ) -> Serving:
        """Make the champion before this one champion again, exactly as it was; the canary ends.

        Twice in a row goes back two. MisconfiguredError where there was none before.
        """
        ...


@dataclass(frozen=True, slots=True)
class Erased:
    """How many examples are gone, and the SHA-256 of the documents that they were of."""

    examples: int
    sha256: tuple[str, ...]


class ExampleStore(Protocol):
    """The examples of reviewed documents."""

    async def keep(self, examples: Sequence[TrainingExample]) -> int:
        """Keep them, in place of earlier ones of the same document, recipe and task; how many."""
        ...

    async def of_recipe(self, recipe: str, task: Task | None = None) -> list[TrainingExample]:
        """Those of a recipe (its name), and of a task if one is named, the oldest first."""
        ...

    async def get(self, id: str) -> TrainingExample | None:  # noqa: A002  (what it is called)
        """Return the one of this id, if any."""
        ...

    async def erase(self, document: str) -> Erased:
        """Delete all of a document, named by its id or its SHA-256, and of copies of it."""
        ...
