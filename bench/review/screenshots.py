"""python -m bench.review.screenshots FOLDER: a picture of each screen, light and dark."""

import argparse
import asyncio
import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from bench.review.browser import Person, chromium
from bench.review.screens import SCREENS, Screen, fill
from bench.review.stand import Stand, stand
from PIL import Image
from playwright.async_api import Browser

COLOURS: Final = 48  # of a picture: text on plain grounds needs few
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def main() -> None:
    """Write the pictures."""
    asked = argparse.ArgumentParser(prog="python -m bench.review.screenshots")
    asked.add_argument("folder", type=Path, help="where the pictures are written")
    asked.add_argument("--only", nargs="*", help="names of screens; without it, all")
    given = asked.parse_args()
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    screens = [one for one in SCREENS if given.only is None or one.name in given.only]
    with tempfile.TemporaryDirectory() as kept, stand(Path(kept)) as running:
        asyncio.run(_taken(running, folder, screens))


async def _taken(running: Stand, folder: Path, screens: Sequence[Screen]) -> None:
    shown = await fill(running)
    async with chromium() as browser:
        people = {who: await _signed_in(running, browser, who) for who in _names(screens)}
        for screen in screens:
            person = people[screen.who]
            for scheme in SCHEMES:
                await person.page.emulate_media(color_scheme=scheme)
                await screen.go(person, shown)
                path = folder / f"{screen.name}-{scheme}.png"
                path.write_bytes(_small(await person.page.screenshot()))
                print(f"{path} {path.stat().st_size // 1024} KiB", file=sys.stderr)


async def _signed_in(running: Stand, browser: Browser, who: str | None) -> Person:
    person = await Person.open(running, browser)
    if who is not None:
        await person.sign_in(who)
    return person


def _names(screens: Sequence[Screen]) -> set[str | None]:
    return {screen.who for screen in screens}


def _small(png: bytes) -> bytes:
    """The picture in few colours."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
            file, "PNG", optimize=True
        )
    return file.getvalue()


if __name__ == "__main__":
    main()
