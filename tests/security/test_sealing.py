"""What is sealed can be neither read nor changed, and is good for a time and for one use."""

import base64
import json

import pytest
from pydantic import SecretStr

from winnow.errors import MisconfiguredError
from winnow.security.sealing import Seal
from winnow.security.settings import SecuritySettings

KEY = "k" * 32


def seal(key: str = KEY, at: float = 1000.0) -> Seal:
    return Seal(SecuritySettings(session_key=SecretStr(key)), clock=lambda: at)


def test_it_opens_what_it_closed() -> None:
    token = seal().close("session", {"name": "ann\0é"}, 10)
    assert (seal().open("session", token) or {})["name"] == "ann\0é"


def test_nobody_can_read_it() -> None:
    token = seal().close("session", {"name": "ann"}, 10)
    parts = [base64.urlsafe_b64decode(part + "==") for part in token.split(".")]
    assert json.loads(parts[0])["enc"] == "A256GCM"
    assert not any(b"ann" in part for part in parts)


@pytest.mark.parametrize("part", [0, 2, 3, 4])
def test_a_changed_byte_makes_it_nothing(part: int) -> None:
    parts = seal().close("session", {"name": "ann"}, 10).split(".")
    first = "A" if not parts[part].startswith("A") else "B"
    parts[part] = first + parts[part][1:]
    assert seal().open("session", ".".join(parts)) is None


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "....", "e30.e30.e30.e30.e30", "é"])
def test_nonsense_is_nothing(token: str | None) -> None:
    assert seal().open("session", token) is None


def test_it_ends() -> None:
    token = seal(at=1000).close("session", {}, 10)
    assert seal(at=1009).open("session", token) is not None
    assert seal(at=1010).open("session", token) is None


def test_it_is_good_for_one_use() -> None:
    assert seal().open("session", seal().close("sign-in", {}, 10)) is None


def test_another_key_does_not_open_it() -> None:
    assert seal("o" * 32).open("session", seal().close("session", {}, 10)) is None


def test_without_a_key_it_ends_with_the_process() -> None:
    assert seal("").open("session", seal("").close("session", {}, 10)) is None


def test_a_signed_token_is_not_taken_for_a_sealed_one() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    body = base64.urlsafe_b64encode(b'{"aud":"session","exp":9999999999}').decode().rstrip("=")
    assert seal().open("session", f"{head}.{body}.") is None


def test_a_short_key_is_refused() -> None:
    with pytest.raises(MisconfiguredError, match="WINNOW_SESSION_KEY"):
        seal("short")
