"""Labelled documents go through the services' own handlers, in this process and without Kafka."""

from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.errors import MisconfiguredError, UnreachableError
from winnow.evaluation import stages
from winnow.evaluation.answering import Answered, answer_all
from winnow.evaluation.labelled import Labelled
from winnow.recipes.recipe import Recipe
from winnow.testing.model_script import Answer, Request, bad_json, ok, status
from winnow.testing.model_server import ModelServer

TEXT = "CORNER CAFE\n\nTotal 12.50"
GOLD = {"company": "Corner Cafe", "total": 12.5}


def filled(**known: Any) -> Answer:
    blank: dict[str, Any] = {
        "company": None,
        "date": None,
        "total": None,
        "parties": [],
        "items": [],
    }
    return ok({**blank, **known})


def given(name: str = "a", text: str = TEXT, **gold: Any) -> Labelled:
    return Labelled(name, name, gold or GOLD, text=text)


def at(server: ModelServer, settings: Settings) -> Settings:
    return settings.model_copy(update={"openai_base_url": f"{server.url}/v1"})


async def test_given_text_is_extracted_and_judged(slip: Recipe, settings: Settings) -> None:
    told: list[Answered] = []
    async with ModelServer([filled(company="CORNER CAFE", total=12.0)]) as server:
        [one] = await answer_all([given()], slip, at(server, settings), on_progress=told.append)
    assert one.failure is None
    assert {judged.pointer: judged.right for judged in one.judged} == {
        "/company": True,
        "/total": False,
    }
    assert one.parsed is not None
    assert one.parsed.text == TEXT
    assert one.extraction is not None
    assert one.extraction.leaves["/company"].evidence.quote == "CORNER CAFE"
    assert [call.model for call in one.usage] == ["fake"]
    assert told == [one]


async def test_a_file_is_read_by_ingest(slip: Recipe, settings: Settings, tmp_path: Path) -> None:
    (file := tmp_path / "a.txt").write_text(TEXT)
    async with ModelServer([filled(company="CORNER CAFE", total=12.5)]) as server:
        [one] = await answer_all([Labelled("a", "a", GOLD, file)], slip, at(server, settings))
    assert one.parsed is not None
    assert one.parsed.text == TEXT
    assert all(judged.right for judged in one.judged)
    assert one.seconds > 0


async def test_run_again_no_answer_is_asked_for_twice(slip: Recipe, settings: Settings) -> None:
    script = [filled(total=1.0), filled(total=2.0)]
    async with ModelServer(script) as server:
        run = at(server, settings)
        [first] = await answer_all([given()], slip, run)
        [again] = await answer_all([given()], slip, run)
        assert len(server.requests) == 1
        [fresh] = await answer_all([given()], slip, run, fresh=True)
    values = [one.extraction.data["total"] for one in (first, again, fresh) if one.extraction]
    assert values == [1.0, 1.0, 2.0]


async def test_an_answer_that_is_no_form_is_a_failure_and_all_is_missed(
    slip: Recipe, settings: Settings
) -> None:
    async with ModelServer(lambda _: bad_json()) as server:
        [one] = await answer_all([given()], slip, at(server, settings))
    assert one.failure is not None
    assert "invalid" in one.failure
    assert one.judged == ()
    assert {lost.field: lost.gold for lost in one.missed} == {
        "/company": "Corner Cafe",
        "/total": 12.5,
    }


async def test_a_document_without_text_fails_alone(slip: Recipe, settings: Settings) -> None:
    documents = [given("a", " \n"), given("b")]
    async with ModelServer(lambda _: filled(total=12.5)) as server:
        bad, good = await answer_all(documents, slip, at(server, settings))
    assert bad.failure is not None
    assert bad.failure.startswith("file_no_text")
    assert good.failure is None


async def test_a_crash_is_a_failure_with_its_reason(
    slip: Recipe, settings: Settings, tmp_path: Path
) -> None:
    gone = Labelled("a", "a", GOLD, tmp_path / "gone.txt")
    async with ModelServer(lambda _: filled(total=12.5)) as server:
        bad, good = await answer_all([gone, given("b")], slip, at(server, settings))
    assert bad.failure is not None
    assert bad.failure.startswith("crashed: FileNotFoundError")
    assert good.failure is None


async def test_a_model_that_stays_away_ends_the_run_and_answers_are_kept(
    slip: Recipe, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "PATIENCE", 1)
    documents = [given("a", "alpha cafe"), given("b", "beta cafe")]

    def script(request: Request) -> Answer:
        alpha = "alpha" in str(request.body)
        return filled(total=1.0) if alpha else status(503)

    async with ModelServer(script) as server:
        run = at(server, settings)
        await answer_all(documents[:1], slip, run)
        with pytest.raises(UnreachableError):
            await answer_all(documents, slip, run)
        alphas = [request for request in server.requests if "alpha" in str(request.body)]
    assert len(alphas) == 1


async def test_a_recipe_that_the_services_would_not_load_is_refused(
    slip: Recipe, settings: Settings
) -> None:
    other = slip.model_copy(update={"version": 3})
    with pytest.raises(MisconfiguredError, match="WINNOW_RECIPES"):
        await answer_all([given()], other, settings)
