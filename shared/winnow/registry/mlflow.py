"""ModelRegistry on MLflow: a tracking server, or its SQL store beside our other files."""

import asyncio
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from winnow.contracts.tuning import ModelCard, ModelRef, Task
from winnow.errors import MisconfiguredError, UnreachableError
from winnow.registry import mlflow_rows as rows
from winnow.registry.evidence import Evidence
from winnow.registry.mlflow_moved import move
from winnow.registry.mlflow_runs import Runs
from winnow.registry.port import Aliases, Version
from winnow.registry.verdict import GateVerdict

Result = TypeVar("Result")
WHAT: Final = "model registry"
QUIET: Final = {  # before its import: it says nothing to its makers, and little to us
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "GIT_PYTHON_REFRESH": "quiet",
}


class MlflowRegistry:
    """One registered model `<recipe>.<task>`; a version has its run with curves and artifacts.

    A version is made by the last statement of `add`: before it there is a run at most, which
    nothing lists. Cards are read from the artifacts once a process. In a folder of our own one
    process at a time makes the store's tables, or adds: MLflow itself does not see to that. Such a
    folder may be moved: paths in the store are put right when it is opened.
    """

    def __init__(self, uri: str, artifacts: Path | None = None) -> None:
        self._uri = uri
        self._artifacts = artifacts
        self._opened: Any = None
        self._cards: dict[tuple[str, str], ModelCard] = {}

    async def add(self, card: ModelCard, ref: ModelRef, packed: Path) -> Version:
        return await self._run(lambda client: self._add(client, card, ref, packed))

    async def versions(self, recipe: str | None = None, task: Task | None = None) -> list[Version]:
        found = await self._run(self._all)
        return sorted(
            (
                one
                for one in found
                if recipe in (None, one.card.recipe) and task in (None, one.card.task)
            ),
            key=lambda one: (one.card.recipe, one.card.task, int(one.ref.version)),
        )

    async def get(self, recipe: str, task: Task, version: str) -> Version:
        known = await self.versions(recipe, task)
        for one in known:
            if one.ref.version == version:
                return one
        raise MisconfiguredError(rows.no_version(recipe, task, version, known))

    async def aliases(self, recipe: str, task: Task) -> Aliases:
        return await self._run(lambda client: _aliases(client, rows.name_of(recipe, task)))

    async def point(self, recipe: str, task: Task, aliases: Aliases) -> None:
        name = rows.name_of(recipe, task)

        def work(client: Any) -> None:
            for alias in _aliases(client, name):
                if alias not in aliases:
                    client.delete_registered_model_alias(name, alias)
            for alias, version in aliases.items():
                client.set_registered_model_alias(name, alias, version)

        await self._run(work)

    async def keep_evidence(self, version: Version, evidence: Evidence) -> None:
        def work(client: Any) -> None:
            row = client.get_model_version(*rows.key_of(version))
            file = Runs(client, self._artifacts).keep_evidence(row.run_id, evidence)
            client.set_model_version_tag(*rows.key_of(version), rows.EVIDENCE, file)

        await self._run(work)

    async def evidence(self, version: Version) -> Evidence | None:
        def work(client: Any) -> Evidence | None:
            row = client.get_model_version(*rows.key_of(version))
            file = row.tags.get(rows.EVIDENCE)
            return file and Evidence.model_validate_json(_read(client, row.run_id, file))

        return await self._run(work)

    async def keep_verdict(self, version: Version, verdict: GateVerdict) -> None:
        await self._tag(version, rows.VERDICT, verdict.model_dump_json())

    async def mark_erased(self, version: Version, sha256: str) -> None:
        await self._tag(version, f"{rows.ERASED}{sha256}", "erased")

    async def _tag(self, version: Version, key: str, value: str) -> None:
        await self._run(
            lambda client: client.set_model_version_tag(*rows.key_of(version), key, value)
        )

    def _add(self, client: Any, card: ModelCard, ref: ModelRef, packed: Path) -> Version:
        name = rows.name_of(card.recipe, card.task)
        with _alone(self._artifacts):
            _make_model(client, name)
            for row in _search(client, name):
                if rows.is_same(row, card):
                    return self._version(client, row)
            runs = Runs(client, self._artifacts)
            runs.close_left()
            with runs.run_of(card, packed) as run:
                source = f"{run.info.artifact_uri}/{packed.name}"
                tags = rows.tags(card, ref)
                row = client.create_model_version(name, source, run.info.run_id, tags)
        return self._version(client, row)

    def _all(self, client: Any) -> list[Version]:
        return [self._version(client, row) for row in _search(client) if rows.is_ours(row)]

    def _version(self, client: Any, row: Any) -> Version:
        key = (row.name, str(row.version))
        if key not in self._cards:
            self._cards[key] = ModelCard.model_validate_json(_read(client, row.run_id, rows.CARD))
        return rows.version_of(row, self._cards[key])

    async def _run(self, work: Callable[[Any], Result]) -> Result:
        return await asyncio.to_thread(self._work, work)

    def _work(self, work: Callable[[Any], Result]) -> Result:
        with _translated(self._uri):
            if self._opened is None:
                self._opened = _open(self._uri, self._artifacts)
            return work(self._opened)


def _open(uri: str, artifacts: Path | None) -> Any:
    if artifacts is not None:
        artifacts.mkdir(parents=True, exist_ok=True)
    os.environ.update(QUIET)
    from mlflow import MlflowClient

    with _alone(artifacts):
        if artifacts is not None:
            move(uri, artifacts)
        client = MlflowClient(tracking_uri=uri, registry_uri=uri)
        client.search_registered_models(max_results=1)  # which makes the tables, if there are none
    return client


@contextmanager
def _alone(artifacts: Path | None) -> Iterator[None]:
    """Hold the lock of a folder; a tracking server sees to its own."""
    if artifacts is None:
        yield
        return
    with (artifacts / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _translated(uri: str) -> Iterator[None]:
    """Turn what goes wrong in MLflow, on its disk or on the way to it into UnreachableError."""
    os.environ.update(QUIET)
    try:
        from mlflow.exceptions import MlflowException
    except ImportError as error:
        raise MisconfiguredError(
            "the registry of tuned models needs packages: pip install 'winnow[tuning]'"
        ) from error
    try:
        yield
    except (MlflowException, SQLAlchemyError, OSError) as error:
        why = str(error).partition("\n")[0]
        raise UnreachableError(f"{WHAT} {uri}", why) from error


def _make_model(client: Any, name: str) -> None:
    if not any(one.name == name for one in client.search_registered_models(f"name = '{name}'")):
        client.create_registered_model(name)


def _search(client: Any, name: str | None = None) -> Iterator[Any]:
    token = None
    while True:
        wanted = f"name = '{name}'" if name else ""
        page = client.search_model_versions(wanted, page_token=token)
        yield from page
        token = page.token
        if not token:
            return


def _aliases(client: Any, name: str) -> Aliases:
    found = client.search_registered_models(f"name = '{name}'")
    return {} if not found else {alias: str(at) for alias, at in found[0].aliases.items()}


def _read(client: Any, run_id: str, file: str) -> str:
    with TemporaryDirectory(prefix="winnow-registry-") as place:
        return Path(client.download_artifacts(run_id, file, place)).read_text()
