"""A scripted OpenID Connect provider on loopback, with real keys and signatures.

    with OidcProvider(person={"preferred_username": "ann", "roles": ["reviewer"]}) as provider:
        settings = SecuritySettings(**provider.settings())

It lets everybody in as `person` without asking, checks each request as a real one would, and notes
what was wrong in `faults`. `forged` claims replace the true ones in the next tokens.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT: Final = "winnow"
SECRET: Final = "s3cret of the client"  # noqa: S105  (a test's)
Form = dict[str, str]
Answer = tuple[int, dict[str, Any]]


class OidcProvider:
    """`person` are the claims of who signs in; `lifetime` of tokens is in seconds."""

    def __init__(self, person: dict[str, Any], lifetime: float = 300) -> None:
        self.person = person
        self.lifetime = lifetime
        self.forged: dict[str, Any] = {}
        self.faults: list[str] = []
        self.signs_with: ECKey | None = None  # another key than the published one
        self.asked: list[str] = []  # paths, in order
        self._codes: dict[str, Form] = {}
        self.new_key()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def settings(self) -> dict[str, Any]:
        """The settings of a client that it knows."""
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
        }

    def new_key(self) -> None:
        """Sign with a new key from now on, and publish it alone."""
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"})

    def described(self) -> Answer:
        """Its discovery document."""
        paths = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "jwks_uri": "/jwks",
        }
        return 200, {"issuer": self.issuer, **{k: self.issuer + v for k, v in paths.items()}}

    def published(self) -> Answer:
        """Its keys."""
        return 200, {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, asked: Form) -> str:
        """Where the browser is sent back to, with a code."""
        for name in ("state", "nonce", "code_challenge", "redirect_uri"):
            if not asked.get(name):
                self.faults.append(f"no {name}")
        if asked.get("code_challenge_method") != "S256" or asked.get("client_id") != CLIENT:
            self.faults.append(f"not as agreed: {asked}")
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        answer = {"code": code, "state": asked.get("state", ""), "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, asked: Form, authorization: str) -> Answer:
        """An ID token for a code, which is good once."""
        begun = self._codes.pop(asked.get("code", ""), None)
        if begun is None or begun["redirect_uri"] != asked.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != begun["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        expected = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        if authorization != f"Basic {expected}":
            return 400, {"error": "invalid_client"}
        return 200, {"id_token": self._signed(begun["nonce"]), "token_type": "Bearer"}

    def _signed(self, nonce: str) -> str:
        moment = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "1",
            "iat": moment,
            "exp": moment + self.lifetime,
            "nonce": nonce,
            **self.person,
            **self.forged,
        }
        key = self.signs_with or self.key
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, key)


def _handler(provider: OidcProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            provider.asked.append(address.path)
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_form(address.query)))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            known = {
                "/.well-known/openid-configuration": provider.described,
                "/jwks": provider.published,
            }
            self._answer(*known[address.path]())

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token(_form(body), self.headers.get("Authorization", "")))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            """Say nothing on stderr."""

    return Handler


def _form(text: str) -> Form:
    return {name: values[0] for name, values in parse_qs(text).items()}
