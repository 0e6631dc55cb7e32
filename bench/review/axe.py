"""axe-core, which finds barriers in pages: fetched by npm once, and run in an open page."""

import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page

from winnow.cache import cache_folder
from winnow.errors import MisconfiguredError

VERSION: Final = "4.14.1"
MEMBER: Final = "package/axe.min.js"
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
BAD: Final = ("serious", "critical")


@cache
def axe_source() -> str:
    """The script; MisconfiguredError where npm is missing or cannot fetch it."""
    kept = cache_folder() / f"axe-core-{VERSION}.min.js"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_bytes(_fetched())
        part.replace(kept)
    return kept.read_text(encoding="utf-8")


async def barriers(page: Page, *, least: tuple[str, ...] = BAD) -> list[str]:
    """What is in the way of somebody on this page; the context must bypass the page's policy."""
    await page.evaluate(axe_source())
    told: dict[str, Any] = await page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", list(TAGS)
    )
    return [
        f"{one['impact']} {one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in told["violations"]
        if one["impact"] in least
        for node in one["nodes"]
    ]


def _fetched() -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        raise MisconfiguredError("axe-core is fetched by npm; run `apt-get install npm`")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--pack-destination", folder, f"axe-core@{VERSION}"]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        if told.returncode:
            raise MisconfiguredError(f"npm could not fetch axe-core: {told.stderr[-500:]}")
        [packed] = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            member = archive.extractfile(MEMBER)
            assert member is not None
            return member.read()
