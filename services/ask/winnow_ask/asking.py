"""A question's way: what was answered before, else the answerer; then it is stored, and told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from uuid import UUID

from winnow.answering.port import Answered, Answerer, Asked, Told, untold
from winnow.contracts.questions import QuestionDecided
from winnow.records.database import Database
from winnow.security.keys import Principal
from winnow_ask import counting
from winnow_ask.remembering import Memory
from winnow_ask.settings import AskSettings
from winnow_ask.turn import Opening, Turn, Verdict
from winnow_ask.turns import Turns

WISH = "the asker wants a person to answer"
DISCONTENT = "the asker was not content"
Wake = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions, each id once; `wake` is told when an event was stored to be sent."""

    turns: Turns
    answerer: Answerer
    memory: Memory
    wake: Wake
    lease: timedelta
    history: int  # earlier turns that are looked at

    async def ask(
        self,
        who: Principal,
        opening: Opening,
        told: Told = untold,
        wait: Callable[[UUID], Awaitable[Turn]] | None = None,
    ) -> Turn:
        """The question with its answer; asked again under its id, what came of it the first time.

        `wait` waits for another who is answering it. Raises what the answerer does: then it can be
        asked again.
        """
        turn, ours = await self.turns.begin(opening, self.lease)
        if not ours:
            return await wait(turn.id) if wait and turn.state == "asking" else turn
        try:
            return await self._answer(who, turn, told)
        except BaseException:
            await self.turns.release(turn.id)
            raise

    async def _answer(self, who: Principal, turn: Turn, told: Told) -> Turn:
        begun = monotonic()
        made, remembered = await self._made(who, turn, told)
        seconds = monotonic() - begun
        kept = self.memory.id_of(turn, made)
        finished = await self.turns.finish(turn, made, seconds, remembered or kept)
        self.wake()
        counting.answered(finished)
        if kept:
            await self.memory.keep(finished)
        return finished

    async def _made(self, who: Principal, turn: Turn, told: Told) -> tuple[Answered, str | None]:
        """The answer, and the id of the remembered one if it is that."""
        opening = turn.opening
        talk = await self.turns.conversation(who, opening.conversation_id, self.history + 1)
        before = [one for one in talk if one.id != turn.id and one.said]
        if not before:  # with a history only the answerer knows what is asked
            found = await self.memory.find(opening)
            if found is not None:
                await _tell(found[0], told)
                return found
        asked = Asked(
            str(opening.id),
            opening.tenant,
            opening.question,
            [one.as_history() for one in before[-self.history :]] if self.history else [],
            opening.filters.filters(),
        )
        return await self.answerer.answer(asked, told), None

    async def escalate(self, who: Principal, id_: UUID) -> Turn:
        """Ask a person, as the asker wishes."""
        turn, anew = await self.turns.escalate(who, id_, WISH)
        self._escalated("wish", anew=anew)
        return turn

    async def judge(self, who: Principal, id_: UUID, verdict: Verdict, note: str) -> Turn:
        """Note what the asker thinks of the answer; where it is bad, ask a person."""
        reason = None if verdict == "up" else ": ".join(filter(None, (DISCONTENT, note)))
        before, turn = await self.turns.judge(who, id_, verdict, note, reason)
        if before.verdict != verdict:
            counting.judged(verdict)
        if verdict == "down":
            await self.memory.drop(before)
        self._escalated("feedback", anew=turn.escalations > before.escalations)
        return turn

    async def decided(self, event: QuestionDecided) -> None:
        """Take a person's answer in, and remember it."""
        turn = await self.turns.decide(event)
        if turn is None:
            return
        counting.decided(turn)
        await self.memory.keep(turn)

    def _escalated(self, cause: str, *, anew: bool) -> None:
        if anew:
            self.wake()
            counting.escalated(cause)


async def _tell(found: Answered, told: Told) -> None:
    """The steps of an answer that was there already."""
    await told("standalone", found.standalone)
    await told("sources", found.sources)
    for sentence in found.answer.sentences:
        await told("sentence", sentence)


def open_asking(
    settings: AskSettings, database: Database, answerer: Answerer, memory: Memory, wake: Wake
) -> Asking:
    """By the settings."""
    return Asking(
        turns=Turns(database, timedelta(hours=settings.ask_due_hours)),
        answerer=answerer,
        memory=memory,
        wake=wake,
        lease=timedelta(seconds=settings.ask_lease),
        history=settings.ask_history,
    )
