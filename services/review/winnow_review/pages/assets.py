"""/static/...: style sheets and scripts, addressed by their content and so kept for long."""

import hashlib
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


@cache
def static(path: str) -> str:
    """The address of a file under static/, with a hash of its content; FileNotFoundError."""
    digest = hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()
    return f"/static/{path}?v={digest[:16]}"


class Assets(StaticFiles):
    """Serves the folder; what is asked for by its present hash may be kept for a year."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        known = TYPES.get(Path(path).suffix)
        if known and answer.status_code == 200:
            answer.headers["Content-Type"] = known
        answer.headers["Cache-Control"] = LONG if _is_fresh(path, scope) else "no-cache"
        return answer


def _is_fresh(path: str, scope: Scope) -> bool:
    asked = scope["query_string"].decode("latin-1")
    return (FOLDER / path).is_file() and static(path).endswith(f"?{asked}")
