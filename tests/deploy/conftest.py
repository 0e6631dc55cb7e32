"""The deployment files as data: compose with its variables set, Kubernetes as it is rendered."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from winnow.cache import cache_folder

ROOT: Final = Path(__file__).parents[2]
KUSTOMIZE: Final = ("sigs.k8s.io/kustomize/kustomize/v5", "v5.8.2")
VARIABLE: Final = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")

Resource = dict[str, Any]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def compose() -> Resource:
    """docker-compose.yml as Docker would see it with every required variable set to `x`."""
    found: Resource = _filled(load(ROOT / "docker-compose.yml"))
    return found


@pytest.fixture(scope="session")
def ours(compose: Resource) -> dict[str, Resource]:
    """The compose services that run a service of Winnow."""
    services: dict[str, Resource] = compose["services"]
    return {name: one for name, one in services.items() if _target(one) == "service"}


@pytest.fixture(scope="session")
def render() -> Callable[[str], list[Resource]]:
    """The resources of an overlay."""
    return _render


@pytest.fixture(scope="session")
def go_module() -> Callable[[str], Path]:
    """The folder of a Go module's source, fetched the first time."""
    return _go_module


@pytest.fixture(params=["staging", "production"])
def overlay(request: pytest.FixtureRequest) -> str:
    """Each environment in turn."""
    return str(request.param)


@pytest.fixture
def resources(overlay: str) -> list[Resource]:
    """Everything that an environment holds, its jobs included."""
    return _render(overlay) + _render(f"{overlay}/prepare")


@pytest.fixture
def deployments(resources: list[Resource]) -> dict[str, Resource]:
    """The Deployments of an environment by name."""
    return {one["metadata"]["name"]: one for one in resources if one["kind"] == "Deployment"}


def load(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def _target(service: Resource) -> str | None:
    target: str | None = service.get("build", {}).get("target")
    return target


def _filled(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value) for value in node]
    return VARIABLE.sub(_value, node) if isinstance(node, str) else node


def _value(found: re.Match[str]) -> str:
    return found[3] if found[2] == "-" else "x"


@cache
def _render(overlay: str) -> list[Resource]:
    command = [str(_kustomize()), "build", str(ROOT / "k8s/overlays" / overlay)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return list(YAML(typ="safe").load_all(told.stdout))


@cache
def _kustomize() -> Path:
    """The program, built from its Go module (half a minute) where this version is not there yet."""
    module, version = KUSTOMIZE
    folder = cache_folder() / "bin" / f"kustomize-{version}"
    if not (folder / "kustomize").exists():
        environment = {**os.environ, "GOBIN": str(folder), "GOFLAGS": "-mod=mod"}
        _go("install", f"{module}@{version}", environment=environment)
    return folder / "kustomize"


@cache
def _go_module(module: str) -> Path:
    told: Resource = json.loads(_go("mod", "download", "-json", module))
    return Path(told["Dir"])


def _go(*arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run Go; without it, skip on a developer's machine and fail where nobody would notice."""
    if (go := shutil.which("go")) is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Go")
        pytest.skip("no Go")
    command = [go, *arguments]
    told = subprocess.run(
        command, env=environment, cwd=Path.home(), capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return told.stdout
