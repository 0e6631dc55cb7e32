"""What this machine has, and how to get what it lacks."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from winnow.cache import cache_folder
from winnow.config import Settings
from winnow.errors import WinnowError
from winnow.local import weaviate
from winnow.local.kafka import VERSION
from winnow.recipes.load import load_recipes

NEEDED_JAVA = 17
NEEDED_DISK = 10  # GiB, for the packages of a first set-up


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `how` says how to get it where it is missing."""

    name: str
    state: Literal["ok", "warning", "missing"]
    found: str
    how: str = ""


def look() -> list[Check]:
    """Look at everything that running on this machine needs."""
    settings = Settings()
    checks: list[Callable[[], Check]] = [
        _python,
        lambda: _java(settings),
        _jars,
        _tesseract,
        lambda: _program("pdftoppm", "poppler-utils"),
        _weaviate,
        _disk,
        lambda: _recipes(settings),
        lambda: _model(settings),
    ]
    return [check() for check in checks]


def _python() -> Check:
    found = platform.python_version()
    if sys.version_info < (3, 11):
        return Check("Python", "missing", found, "install Python 3.11 or newer")
    return Check("Python", "ok", found)


def _java(settings: Settings) -> Check:
    if "WINNOW_KAFKA" in os.environ:
        return Check("Kafka", "ok", f"at {settings.kafka}")
    how = "apt-get install openjdk-17-jre-headless (or set WINNOW_KAFKA to a broker)"
    java = shutil.which("java")
    if java is None:
        return Check("Java", "missing", "none", how)
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(?:1\.)?(\d+)', told)
    number = int(match[1]) if match else 0
    return Check("Java", "ok" if number >= NEEDED_JAVA else "missing", str(number), how)


def _jars() -> Check:
    if "WINNOW_KAFKA" in os.environ:
        return Check("Kafka's jars", "ok", "not needed")
    if (cache_folder() / "kafka" / VERSION).is_dir():
        return Check("Kafka's jars", "ok", VERSION)
    if shutil.which("mvn"):
        return Check("Kafka's jars", "ok", "fetched by Maven at the first start")
    return Check("Maven", "missing", "none", "apt-get install maven")


def _program(name: str, package: str) -> Check:
    found = shutil.which(name)
    how = f"apt-get install {package}"
    return Check(name, "ok" if found else "missing", found or "none", "" if found else how)


def _tesseract() -> Check:
    check = _program("tesseract", "tesseract-ocr tesseract-ocr-deu")
    if check.state != "ok":
        return check
    told = subprocess.run(
        ["tesseract", "--list-langs"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    languages = sorted(set(told.split("\n")[1:]) - {"", "osd"})
    if "eng" not in languages:
        return Check("tesseract", "missing", "no English", "apt-get install tesseract-ocr-eng")
    return Check("tesseract", "ok", ", ".join(languages))


def _weaviate() -> Check:
    if binary := weaviate.find():
        return Check("Weaviate", "ok", str(binary))
    if shutil.which("go"):
        return Check("Weaviate", "ok", "built by Go when it is first asked for")
    how = "only for STORE=weaviate and the tests: install Go 1.26 or set WINNOW_WEAVIATE_BIN"
    return Check("Weaviate", "warning", "none; vectors are kept in LanceDB", how)


def _disk() -> Check:
    free = shutil.disk_usage(".").free // 2**30
    how = f"a first set-up takes about {NEEDED_DISK} GiB"
    return Check("disk", "ok" if free >= NEEDED_DISK else "warning", f"{free} GiB free", how)


def _recipes(settings: Settings) -> Check:
    try:
        found = load_recipes(settings.recipes)
    except WinnowError as error:
        return Check("recipes", "missing", "faulty", str(error))
    return Check("recipes", "ok", ", ".join(sorted(found)))


def _model(settings: Settings) -> Check:
    from winnow.llm.open import open_model

    try:
        model = open_model(settings)
    except WinnowError as error:
        return Check("model", "missing", settings.model, str(error))
    key = "set" if os.environ.get("ANTHROPIC_API_KEY") else "not set"
    return Check("model", "ok", f"{model.name} (ANTHROPIC_API_KEY is {key})")
