"""Whether a write comes from a page of ours, and not from another site's (CSRF)."""

import hmac
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from winnow.web.problems import ProblemError

SAFE: Final = ("GET", "HEAD", "OPTIONS")
HEADER: Final = "X-CSRF-Token"
FIELD: Final = "csrf_token"
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


async def check(request: Request, token: str, address: str) -> None:
    """Refuse a write without the token, or from elsewhere than `address`; ProblemError 403 `csrf`.

    Browsers add the cookie to whatever any site makes them send, so the cookie alone proves
    nothing; the token is known to our pages only (OWASP, synchronizer token pattern).
    """
    if request.method in SAFE:
        return
    check_origin(request, address)
    sent = request.headers.get(HEADER) or await _of_form(request)
    if not sent or not hmac.compare_digest(sent.encode("utf-8", "replace"), token.encode()):
        raise ProblemError(403, "csrf", f"send the page's token as {HEADER} or {FIELD}")


def check_origin(request: Request, address: str) -> None:
    """Refuse a write that the browser says another site has made; ProblemError 403 `csrf`."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    # hosts are compared, not schemes: a proxy may end TLS without telling us
    elsewhere = origin is not None and urlsplit(origin).netloc != urlsplit(address).netloc
    if site not in ("same-origin", "none") or elsewhere:
        raise ProblemError(403, "csrf", "the request comes from another site")


async def _of_form(request: Request) -> str | None:
    if not request.headers.get("Content-Type", "").startswith(FORMS):
        return None
    sent = (await request.form()).get(FIELD)
    return sent if isinstance(sent, str) else None
