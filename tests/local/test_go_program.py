"""A server written in Go is found, or its absence told with the way out."""

from pathlib import Path

import pytest

from winnow.errors import MisconfiguredError
from winnow.local.go_program import GoProgram

PROGRAM = GoProgram("Thing", "example.org/thing/cmd/thing-server", "v1.2.3", "WINNOW_THING_BIN")


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("WINNOW_THING_BIN", raising=False)


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_the_named_one_comes_before_the_built_one_and_that_before_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PROGRAM.find() is None
    on_path = program(tmp_path / "path" / "thing-server")
    assert PROGRAM.find() == on_path
    built = program(tmp_path / "cache" / "bin" / "thing-server")
    assert PROGRAM.find_or_build() == built
    monkeypatch.setenv("WINNOW_THING_BIN", "/somewhere/else")
    assert PROGRAM.find() == Path("/somewhere/else")


def test_without_go_the_way_out_is_told() -> None:
    with pytest.raises(MisconfiguredError, match=r"WINNOW_THING_BIN to a thing-server v1\.2\.3"):
        PROGRAM.find_or_build()
