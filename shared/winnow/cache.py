"""Where things that are fetched or built once lie, outside any checkout."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """WINNOW_CACHE, else winnow/ in the user's cache folder."""
    if chosen := os.environ.get("WINNOW_CACHE"):
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "winnow"
