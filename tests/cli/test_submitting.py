"""Files sent and followed; what each becomes is one outcome."""

import itertools
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, UploadFile
from fastapi.responses import JSONResponse

from winnow.cli import submitting
from winnow.cli.submitting import Submission, files_in


def gateway() -> FastAPI:
    """A gateway whose documents end as their names say; busy.txt is turned away once."""
    web = FastAPI()
    names: dict[str, str] = {}
    looks, uploads, holds = itertools.count(), itertools.count(), itertools.count()

    @web.post("/v1/documents", status_code=202)
    async def submit(file: UploadFile) -> Any:
        name = file.filename or ""
        if name == "huge.txt":
            problem = {"title": "x", "status": 413, "reason": "file_too_large"}
            return JSONResponse(problem, status_code=413)
        if name == "busy.txt":
            if next(uploads) == 0:
                return JSONResponse({"title": "x", "status": 503}, status_code=503)
            name = "completed.txt"
        names[identity := f"id-{name}"] = name
        return {"document_id": identity, "state": "submitted"}

    @web.get("/v1/documents/{identity}")
    async def show(identity: str) -> Any:
        state = names[identity].split(".")[0]
        if next(looks) % 2 == 0:
            return {"document_id": identity, "state": "processing"}
        if state == "held" and next(holds) == 0:
            spent = {"reason": "budget", "detail": "acme/*: 0 of 5 USD are left"}
            return {"document_id": identity, "state": "held", **spent}
        state = "completed" if state == "held" else state
        reason = "file_broken" if state == "dead" else None
        return {"document_id": identity, "state": state, "reason": reason}

    @web.get("/v1/documents/{identity}/result")
    async def result(identity: str) -> Any:
        return {"body": {"data": {"total": 1}}}

    return web


def desk() -> FastAPI:
    web = FastAPI()

    @web.get("/v1/reviews/{identity}")
    async def show(identity: str) -> Any:
        return {"reasons": ["unsure"], "extraction": {"data": {"total": 2}}}

    return web


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitting, "LOOKS", 0.001)


async def submit(
    folder: Path, *names: str, held: Any = lambda _: None, **options: Any
) -> list[submitting.Outcome]:
    paths = []
    for name in names:
        (path := folder / name).write_text(name)
        paths.append(path)
    async with client(gateway()) as sender, client(desk()) as reader:
        submission = Submission(sender, reader, held=held)
        return await submission.run(paths, **{"wait": True, **options})


async def test_every_file_has_its_end_in_the_order_given(tmp_path: Path) -> None:
    outcomes = await submit(tmp_path, "review.txt", "completed.txt", "dead.txt", "huge.txt")
    assert [(one.status, one.reason) for one in outcomes] == [
        ("review", "unsure"),
        ("completed", None),
        ("dead", "file_broken"),
        ("dead", "file_too_large"),
    ]
    assert outcomes[1].result == {"body": {"data": {"total": 1}}}
    assert outcomes[0].result == {"data": {"total": 2}}


async def test_a_busy_gateway_is_asked_again(tmp_path: Path) -> None:
    [outcome] = await submit(tmp_path, "busy.txt")
    assert outcome.status == "completed"


async def test_a_held_file_is_counted_and_followed_until_it_goes_on(tmp_path: Path) -> None:
    heard: list[int] = []
    [one] = await submit(tmp_path, "held.txt", wait=True, held=heard.append)
    assert (one.status, one.reason, heard) == ("completed", None, [1, 0])


async def test_a_held_file_says_what_it_waits_for(tmp_path: Path) -> None:
    told = {"state": "held", "reason": "budget", "detail": "acme/*: 0 of 5 USD are left"}
    outcome = submitting.Outcome("a.txt")
    await Submission(client(gateway()))._take(outcome, told)
    assert (outcome.status, outcome.ended) == ("held", False)
    assert outcome.reason == "budget: acme/*: 0 of 5 USD are left"


async def test_a_file_that_cannot_be_read_does_not_keep_the_others(tmp_path: Path) -> None:
    (good := tmp_path / "completed.txt").write_text("x")
    async with client(gateway()) as sender:
        outcomes = await Submission(sender).run([tmp_path / "gone.txt", good], wait=True)
    assert [one.status for one in outcomes] == ["dead", "completed"]
    assert outcomes[0].reason == "not readable: No such file or directory"


async def test_without_waiting_files_are_only_sent(tmp_path: Path) -> None:
    [outcome] = await submit(tmp_path, "completed.txt", wait=False)
    assert (outcome.status, outcome.ended) == ("submitted", False)
    assert outcome.document_id == "id-completed.txt"


async def test_a_file_that_does_not_end_in_time_is_told_as_it_is(tmp_path: Path) -> None:
    [outcome] = await submit(tmp_path, "processing.txt", timeout=0.2)
    assert (outcome.status, outcome.ended) == ("processing", False)


def test_folders_are_searched_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden", ".git/x", "a/.y"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [str(path.relative_to(tmp_path)) for path in files_in([tmp_path])]
    assert found == ["a/c.txt", "b.txt"]
    assert files_in([tmp_path / ".hidden"]) == [tmp_path / ".hidden"]
