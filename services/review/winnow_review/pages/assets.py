"""The desk's style sheets and scripts."""

from pathlib import Path
from typing import Final

from winnow.web.pages.assets import Assets

FOLDER: Final = Path(__file__).parent / "static"
ASSETS: Final = Assets(FOLDER)
static, module = ASSETS.static, ASSETS.module
