"""Three counts of the same tokens: the provider's bill, our ledger, our events."""

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final

from bench.models.following import Followed
from sqlalchemy import func, select

from winnow.contracts.usage import UsageRecorded
from winnow.llm.tokens import Tokens
from winnow.records.database import Database
from winnow.records.tables import model_calls
from winnow.testing.provider import Bill, Charged

UNNOTICED: Final = 0.1  # seconds until a provider sees that a connection is gone


@dataclass(frozen=True, slots=True)
class Ledger:
    """The table `model_calls` summed up; `usd` is null where a price was not known."""

    calls: dict[str, int]  # by outcome
    tokens: Tokens
    usd: float
    batched: int


async def ledger_of(database: Database) -> Ledger:
    """Sum up all rows."""
    row = model_calls.c
    kinds = (row.input_tokens, row.output_tokens, row.cache_read_tokens, row.cache_write_tokens)
    sums = select(*(func.coalesce(func.sum(kind), 0) for kind in kinds), func.sum(row.usd))
    counts = select(row.outcome, func.count().label("number")).group_by(row.outcome)
    batched = select(func.count()).where(row.batched)
    async with database.read() as connection:
        *tokens, usd = (await connection.execute(sums)).one()
        calls = {row.outcome: row.number for row in await connection.execute(counts)}
        out_of_batches = (await connection.execute(batched)).scalar_one()
    return Ledger(calls, Tokens(*map(int, tokens)), float(usd or 0.0), out_of_batches)


def told(usage: Followed) -> Tokens:
    """What the events `usage.recorded` sum up to."""
    total = Tokens()
    for event in usage.events.values():
        assert isinstance(event, UsageRecorded)
        for call in event.calls:
            if call.outcome != "cached":
                total += Tokens(
                    call.input_tokens,
                    call.output_tokens,
                    call.cache_read_tokens,
                    call.cache_write_tokens,
                )
    return total


def unseen(bill: Bill) -> list[tuple[Charged, Charged]]:
    """Answers that were charged and then asked for again, each with the next one."""
    by_question: dict[str, list[Charged]] = {}
    for line in bill.lines:
        by_question.setdefault(line.question, []).append(line)
    return [pair for lines in by_question.values() for pair in pairwise(lines)]


def before_kill(pair: tuple[Charged, Charged], kills: list[float]) -> float | None:
    """Seconds from an answer to the kill after which it was asked for again, if there was one.

    Below zero where the provider answered somebody who was dead, which it had not noticed.
    """
    first, again = pair
    between = [kill - first.at for kill in kills if first.at - UNNOTICED <= kill <= again.at]
    return min(between, default=None)


def compare(bill: Bill, ledger: Ledger, usage: Followed, kills: list[float]) -> dict[str, Any]:
    """The three counts side by side; answers that died with a process are told apart.

    The provider charged for these, and nobody can have kept them: the process was killed between
    the provider's last byte and our commit.
    """
    charged = Tokens(bill.input, bill.output, bill.cache_read, bill.cache_write)
    died = unseen(bill)
    lost = sum((_tokens(line) for line, _ in died), Tokens())
    causes = [seconds for pair in died if (seconds := before_kill(pair, kills)) is not None]
    return {
        "provider_tokens": asdict(charged),
        "ledger_tokens": asdict(ledger.tokens),
        "event_tokens": asdict(told(usage)),
        "questions_answered": len(bill.answered),
        "answered_twice": len(died),
        "answered_twice_because_of_a_kill": len(causes),
        "seconds_before_the_kill": [round(one, 4) for one in sorted(causes)],
        "tokens_that_died_with_a_process": asdict(lost),
        "ledger_equals_bill": ledger.tokens == charged,
        "ledger_and_what_died_equal_bill": ledger.tokens + lost == charged,
        "events_equal_ledger": told(usage) == ledger.tokens,
        "ledger_calls": ledger.calls,
        "ledger_usd": round(ledger.usd, 6),
    }


def _tokens(line: Charged) -> Tokens:
    billed = line.billed
    return Tokens(billed.input, billed.output, billed.cache_read, billed.cache_write)
