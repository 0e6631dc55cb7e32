"""Sign-in at an OpenID Connect provider: authorization code flow with PKCE, state and nonce.

OpenID Connect Core 1.0 (3.1), Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (issuer in the answer).
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Final, Self
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx

from winnow.errors import MisconfiguredError, UnreachableError
from winnow.security.claims import Person, person_of
from winnow.security.id_tokens import Expected, KeysUnknownError, verified
from winnow.security.settings import SecuritySettings
from winnow.web.problems import ProblemError

WHAT: Final = "the OpenID Connect provider"
DISCOVERY: Final = "/.well-known/openid-configuration"
PATIENCE: Final = 10.0  # seconds for one of its answers
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Pending:
    """What must be remembered between the leave for the provider and the return from it."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Self:
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        return cls(kept["state"], kept["nonce"], kept["verifier"])

    def kept(self) -> dict[str, Any]:
        return asdict(self)


class Provider:
    """The provider of the settings; MisconfiguredError if they cannot work."""

    def __init__(self, settings: SecuritySettings) -> None:
        if not settings.oidc_client_id:
            raise MisconfiguredError("WINNOW_OIDC_ISSUER needs WINNOW_OIDC_CLIENT_ID beside it")
        if not _is_safe(settings.oidc_issuer):
            raise MisconfiguredError("WINNOW_OIDC_ISSUER must begin with https://")
        self.issuer = settings.oidc_issuer
        self._settings = settings
        self._described: dict[str, Any] | None = None
        self._keys: dict[str, Any] | None = None

    async def leave(self, pending: Pending, back: str) -> str:
        """Where to send the browser; it comes back to the address `back`."""
        challenge = hashlib.sha256(pending.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": back,
            "scope": self._settings.oidc_scopes,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        address = await self._endpoint("authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    async def arrive(self, pending: Pending, answer: dict[str, str], back: str) -> Person:
        """Who came back with this answer; ProblemError 401 `sign_in_refused` or 403, and why."""
        if not hmac.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
            raise refused("the answer belongs to another sign-in; begin anew")
        if answer.get("iss", self.issuer) != self.issuer:
            raise refused("the answer comes from another provider")
        if "error" in answer or "code" not in answer:
            raise refused(f"the provider says {answer.get('error', 'nothing')!r}")
        token = await self._token(answer["code"], pending.verifier, back)
        expected = Expected(self.issuer, self._settings.oidc_client_id, pending.nonce)
        return person_of(await self._verified(token, expected), self._settings)

    async def _token(self, code: str, verifier: str, back: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self._settings.oidc_client_id,
            "code_verifier": verifier,
        }
        address = await self._endpoint("token_endpoint")
        known = (await self._described_as()).get("token_endpoint_auth_methods_supported")
        secret = self._settings.oidc_client_secret.get_secret_value()
        auth = None
        if secret and "client_secret_basic" in (known or ["client_secret_basic"]):
            # RFC 6749, 2.3.1: both are encoded as in a form first
            auth = httpx.BasicAuth(quote_plus(form["client_id"]), quote_plus(secret))
        elif secret:
            form["client_secret"] = secret
        found = await _ask("POST", address, data=form, auth=auth)
        token = found.get("id_token")
        if not isinstance(token, str):
            raise refused("the provider gave no ID token")
        return token

    async def _verified(self, token: str, expected: Expected) -> dict[str, Any]:
        """The claims of a token; its keys are asked for again once, as they may be new."""
        if self._keys is not None:
            try:
                return verified(token, self._keys, expected)
            except KeysUnknownError:
                self._keys = None
        self._keys = await _ask("GET", await self._endpoint("jwks_uri"))
        try:
            return verified(token, self._keys, expected)
        except KeysUnknownError as error:
            raise refused("the ID token is signed by a key that the provider lacks") from error

    async def _described_as(self) -> dict[str, Any]:
        if self._described is None:
            found = await _ask("GET", self.issuer.rstrip("/") + DISCOVERY)
            if found.get("issuer") != self.issuer:
                name = found.get("issuer")
                told = f"it calls itself {name!r}, WINNOW_OIDC_ISSUER {self.issuer!r}"
                raise UnreachableError(WHAT, told)
            self._described = found
        return self._described

    async def _endpoint(self, name: str) -> str:
        address = (await self._described_as()).get(name)
        if not isinstance(address, str) or not _is_safe(address):
            raise UnreachableError(WHAT, f"its {name} is {address!r}")
        return address


def refused(why: str) -> ProblemError:
    """A sign-in that failed, and why."""
    return ProblemError(401, "sign_in_refused", why)


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


async def _ask(method: str, address: str, **more: Any) -> dict[str, Any]:
    """Its answer, a JSON object; ProblemError 401 where it turns a code away."""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            answer = await http.request(method, address, **more)
        found = answer.json() if answer.content else {}
    except (httpx.HTTPError, ValueError) as error:
        raise UnreachableError(WHAT, str(error) or type(error).__name__) from error
    if not isinstance(found, dict) or answer.status_code not in (200, 400):
        raise UnreachableError(WHAT, f"status {answer.status_code} from {address}")
    if answer.status_code == 400:
        raise refused(f"the provider says {found.get('error', 'nothing')!r}")
    return found
