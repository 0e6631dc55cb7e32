"""/static/...: style sheets and scripts, addressed by their content and so kept for long."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

TYPES: Final = {  # what the system says of them differs, and browsers take nothing else
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
LONG: Final = "public, max-age=31536000, immutable"
MODULE: Final = re.compile(r"modules-([0-9a-f]{16})/(.+)")


class Assets(StaticFiles):
    """Serves a folder; what is asked for by its present hash may be kept for a year."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)
        self._folder = folder
        self.static = cache(self._static)
        self.module = cache(self._module)
        self._scripts = cache(self._hash_of_scripts)

    def _static(self, path: str) -> str:
        """The address of a file, with a hash of its content; FileNotFoundError."""
        digest = hashlib.sha256((self._folder / path).read_bytes()).hexdigest()
        return f"/static/{path}?v={digest[:16]}"

    def _module(self, path: str) -> str:
        """The address of a script that imports others by relative paths; FileNotFoundError.

        A folder named by the hash of all scripts leads it, so that what is imported changes its
        address with the rest and no page asks whether it is still fresh.
        """
        if not (self._folder / path).is_file():
            raise FileNotFoundError(path)
        return f"/static/modules-{self._scripts()}/{path}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        found = MODULE.fullmatch(path)
        answer = await super().get_response(found[2] if found else path, scope)
        known = TYPES.get(Path(path).suffix)
        if known and answer.status_code == 200:
            answer.headers["Content-Type"] = known
        fresh = found[1] == self._scripts() if found else self._is_fresh(path, scope)
        answer.headers["Cache-Control"] = LONG if fresh else "no-cache"
        return answer

    def _is_fresh(self, path: str, scope: Scope) -> bool:
        asked = scope["query_string"].decode("latin-1")
        return (self._folder / path).is_file() and self.static(path).endswith(f"?{asked}")

    def _hash_of_scripts(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self._folder.rglob("*.js")):
            digest.update(f"{path.relative_to(self._folder)} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]
