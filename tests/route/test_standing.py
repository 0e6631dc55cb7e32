"""Which result stands for a document when it ends more than once."""

import asyncio

from winnow.records.database import Database
from winnow_route.standing import End, Standings


async def test_a_later_decision_replaces_the_result_of_an_earlier_one(database: Database) -> None:
    standings = Standings(database)
    first = await standings.end("d1", End("r1", 1, "a"))
    later = await standings.end("d1", End("r1", 3, "b"))
    assert first is not None
    assert later is not None
    assert (first.supersedes, later.supersedes) == (None, "a")


async def test_a_decision_that_comes_late_does_not_count(database: Database) -> None:
    standings = Standings(database)
    await standings.end("d2", End("r1", 3, "b"))
    assert await standings.end("d2", End("r1", 1, "a")) is None


async def test_a_repeat_is_answered_as_the_first_time(database: Database) -> None:
    standings = Standings(database)
    await standings.end("d3", End("r1", 1, "a"))
    second = await standings.end("d3", End("r1", 2, "b"))
    assert await standings.end("d3", End("r1", 2, "b")) == second


async def test_what_is_read_anew_replaces_the_result_before_it_went_round(
    database: Database,
) -> None:
    standings = Standings(database)
    await standings.end("d4", End("r1", 1, "a"))
    await standings.end("d4", End("r1", 2, None))
    assert await standings.end("d4", End("r1", 1, "a")) is None
    anew = await standings.end("d4", End("r2", 0, "b"))
    assert anew is not None
    assert anew.supersedes == "a"


async def test_ends_that_come_at_once_form_one_chain(database: Database) -> None:
    standings = Standings(database)
    ends = [standings.end("d5", End("r1", number, f"e{number}")) for number in range(8)]
    told = [one for one in await asyncio.gather(*ends) if one is not None]
    replaced = [one.supersedes for one in told]
    assert len(set(replaced)) == len(told)
    assert max(one.revision for one in told) == 7
