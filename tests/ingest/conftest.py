"""A reader with real workers, for files written by the tests."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from winnow.contracts.parsed import ParsedDocument
from winnow_ingest.limits import Limits
from winnow_ingest.reader import FileReader

Read = Callable[..., Awaitable[ParsedDocument]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """`await read(data, file_name, limits=..., media_type=...)` in a worker process."""

    async def read_bytes(
        data: bytes, file_name: str, limits: Limits | None = None, media_type: str = ""
    ) -> ParsedDocument:
        path = tmp_path / "original"
        path.write_bytes(data)
        reader = FileReader(limits or Limits(seconds=120), "eng+deu")
        return (await reader.read(path, file_name, media_type)).document

    return read_bytes
