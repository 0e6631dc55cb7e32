"""Servers written in Go: found, or built from their module once."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from winnow.cache import cache_folder
from winnow.errors import MisconfiguredError
from winnow.local.child import tell


@dataclass(frozen=True, slots=True)
class GoProgram:
    """What to build. `variable` names a setting that points at a binary instead."""

    name: str
    module: str
    version: str
    variable: str

    @property
    def binary(self) -> str:
        """The file that `go install` makes of the module."""
        return self.module.rsplit("/", 1)[1]

    def find(self) -> Path | None:
        """The binary: named by the variable, in the cache, or on PATH."""
        if named := os.environ.get(self.variable):
            return Path(named)
        built = cache_folder() / "bin" / self.binary
        if built.exists():
            return built
        on_path = shutil.which(self.binary)
        return Path(on_path) if on_path else None

    def find_or_build(self) -> Path:
        """The binary, built (some minutes) where there is none yet."""
        return self.find() or self._build()

    def _build(self) -> Path:
        go = shutil.which("go")
        if go is None:
            raise MisconfiguredError(
                f"no {self.name}: install Go 1.26, or set {self.variable} to a {self.binary} "
                f"{self.version}"
            )
        folder = cache_folder() / "bin"
        folder.mkdir(parents=True, exist_ok=True)
        tell(f"Building {self.name}; this takes some minutes, once ...")
        told = subprocess.run(
            [go, "install", f"{self.module}@{self.version}"],
            env={**os.environ, "GOBIN": str(folder), "GOFLAGS": "-mod=mod"},
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            raise MisconfiguredError(f"{self.name} could not be built:\n{told.stderr[-2000:]}")
        return folder / self.binary
