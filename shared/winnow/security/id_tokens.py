"""Whether an ID token is genuine and meant for us (OpenID Connect Core 1.0, 3.1.3.7)."""

import time
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from winnow.web.problems import ProblemError

ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
LEEWAY: Final = 60  # seconds that its clock and ours may differ


class KeysUnknownError(Exception):
    """The token is signed by a key that is not among those known."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say."""

    issuer: str
    client_id: str
    nonce: str


def verified(token: str, keys: dict[str, Any], expected: Expected) -> dict[str, Any]:
    """The claims of a token; `keys` is a JSON Web Key Set.

    Raises KeysUnknownError, or ProblemError 401 `sign_in_refused` for a token that is not good.
    """
    try:
        read = jwt.decode(
            token,
            _usable(keys),
            registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False),
        )
    except ValueError as error:
        raise _refused("it cannot be read") from error
    except JoseError as error:
        if error.error == "invalid_key_id":
            raise KeysUnknownError from error
        raise _refused(error.description or error.error) from error
    _check(read.claims, expected)
    return read.claims


def _check(claims: dict[str, Any], expected: Expected) -> None:
    wanted = jwt.JWTClaimsRegistry(
        now=int(time.time()),
        leeway=LEEWAY,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": expected.nonce},
    )
    try:
        wanted.validate(claims)
    except (JoseError, ValueError) as error:
        raise _refused(str(error)) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else expected.client_id) != expected.client_id:
        raise _refused("it was made for another client")


def _usable(keys: dict[str, Any]) -> KeySet:
    """Those keys that sign; a set may hold kinds that we do not know."""
    listed = keys.get("keys")
    known = [
        one
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and one.get("kty") in ("RSA", "EC") and one.get("use") != "enc"
    ]
    if not known:
        raise KeysUnknownError
    return KeySet.import_key_set({"keys": known})


def _refused(why: str) -> ProblemError:
    return ProblemError(401, "sign_in_refused", f"the ID token is refused: {why}")
