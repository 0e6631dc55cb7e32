"""Small statements that a browser keeps for us and can neither read nor change: encrypted JWTs."""

import hashlib
import secrets
import time
from collections.abc import Callable
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OctKey

from winnow.errors import MisconfiguredError
from winnow.observability.logs import get_logger
from winnow.security.settings import SecuritySettings

log = get_logger(__name__)
HEADER: Final = {"alg": "dir", "enc": "A256GCM"}  # RFC 7518, 4.5 and 5.3
REGISTRY: Final = JWERegistry(algorithms=["dir", "A256GCM"])
SHORTEST: Final = 32  # characters of a key


class Seal:
    """Seals statements with the key of the settings, or with one that ends with the process."""

    def __init__(self, settings: SecuritySettings, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        text = settings.session_key.get_secret_value()
        if text and len(text) < SHORTEST:
            raise MisconfiguredError(
                f"WINNOW_SESSION_KEY: {SHORTEST} characters or more are needed; "
                "`openssl rand -hex 32` makes one"
            )
        if not text:
            log.warning(
                "no WINNOW_SESSION_KEY: who is signed in must sign in again after a restart, and "
                "at each other replica"
            )
        secret = text.encode() if text else secrets.token_bytes(32)
        self._key = OctKey.import_key(hashlib.sha256(b"winnow session\0" + secret).digest())

    def close(self, kind: str, statement: dict[str, Any], seconds: float) -> str:
        """The statement as a token that is good for so many seconds, for this kind of use only."""
        claims = {**statement, "aud": kind, "exp": int(self._clock() + seconds)}
        return jwt.encode(HEADER, claims, self._key, registry=REGISTRY)

    def open(self, kind: str, token: str | None) -> dict[str, Any] | None:
        """What was sealed; None if it is none of ours, too old, or of another kind."""
        if not token:
            return None
        try:
            found = jwt.decode(token, self._key, registry=REGISTRY).claims
            wanted = jwt.JWTClaimsRegistry(
                now=int(self._clock()),
                aud={"essential": True, "value": kind},
                exp={"essential": True},
            )
            wanted.validate(found)
        except (JoseError, ValueError):
            return None
        return found
