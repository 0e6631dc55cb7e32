"""/static/...: style sheets and scripts, addressed by their content and so kept for long."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER: Final = Path(__file__).parent / "static"
TYPES: Final = {  # what the system says of them differs, and browsers take nothing else
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
LONG: Final = "public, max-age=31536000, immutable"
MODULE: Final = re.compile(r"modules-([0-9a-f]{16})/(.+)")


@cache
def static(path: str) -> str:
    """The address of a file under static/, with a hash of its content; FileNotFoundError."""
    digest = hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()
    return f"/static/{path}?v={digest[:16]}"


@cache
def module(path: str) -> str:
    """The address of a script that imports others by relative paths; FileNotFoundError.

    A folder named by the hash of all scripts leads it, so that what is imported changes its
    address with the rest and no page asks whether it is still fresh.
    """
    if not (FOLDER / path).is_file():
        raise FileNotFoundError(path)
    return f"/static/modules-{_scripts()}/{path}"


class Assets(StaticFiles):
    """Serves the folder; what is asked for by its present hash may be kept for a year."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        found = MODULE.fullmatch(path)
        answer = await super().get_response(found[2] if found else path, scope)
        known = TYPES.get(Path(path).suffix)
        if known and answer.status_code == 200:
            answer.headers["Content-Type"] = known
        fresh = found[1] == _scripts() if found else _is_fresh(path, scope)
        answer.headers["Cache-Control"] = LONG if fresh else "no-cache"
        return answer


def _is_fresh(path: str, scope: Scope) -> bool:
    asked = scope["query_string"].decode("latin-1")
    return (FOLDER / path).is_file() and static(path).endswith(f"?{asked}")


@cache
def _scripts() -> str:
    """The hash of all scripts."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.js")):
        digest.update(f"{path.relative_to(FOLDER)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
