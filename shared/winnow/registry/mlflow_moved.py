"""A registry whose folder was moved: MLflow writes down where files lie by their whole paths."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from winnow.registry.mlflow_runs import EXPERIMENT

SQLITE: Final = "sqlite:///"
PLACES: Final = (  # table and column that hold such paths
    ("experiments", "artifact_location"),
    ("runs", "artifact_uri"),
    ("model_versions", "source"),
    ("model_versions", "storage_location"),
)


def move(uri: str, artifacts: Path) -> bool:
    """Put right all paths of a SQLite store whose artifacts lie in another folder by now.

    One transaction; whether anything was to be done. The caller holds the folder's lock.
    """
    file = Path(uri.removeprefix(SQLITE))
    if not uri.startswith(SQLITE) or not file.is_file():
        return False
    here = artifacts.resolve().as_uri()
    with closing(sqlite3.connect(file)) as store, store:
        there = _known(store)
        if there is None or there == here:
            return False
        for table, column in PLACES:
            store.execute(
                f"UPDATE {table} SET {column} = ? || substr({column}, ?) "  # noqa: S608  (our names)
                f"WHERE {column} = ? OR substr({column}, 1, ?) = ?",
                (here, len(there) + 1, there, len(there) + 1, f"{there}/"),
            )
    return True


def _known(store: sqlite3.Connection) -> str | None:
    """Where the store says that files lie; None where it has no tables, or no version yet."""
    try:
        row = store.execute(
            "SELECT artifact_location FROM experiments WHERE name = ?", (EXPERIMENT,)
        ).fetchone()
    except sqlite3.OperationalError:
        return None
    return None if row is None else str(row[0])
