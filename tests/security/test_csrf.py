"""A write by cookie needs the page's token, and must not come from another site."""

import pytest
from fastapi import Request

from winnow.security import csrf
from winnow.web.problems import ProblemError

DESK = "https://desk.example"


def request(method: str = "POST", body: bytes = b"", /, **headers: str) -> Request:
    told = [(k.lower().replace("_", "-").encode(), v.encode()) for k, v in headers.items()]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({"type": "http", "method": method, "headers": told}, receive)


async def test_a_write_with_the_token_passes() -> None:
    await csrf.check(request(X_CSRF_Token="t"), "t", DESK)


async def test_a_form_may_hold_the_token() -> None:
    form = request("POST", b"csrf_token=t", Content_Type="application/x-www-form-urlencoded")
    await csrf.check(form, "t", DESK)


async def test_a_read_needs_none() -> None:
    await csrf.check(request("GET", Sec_Fetch_Site="cross-site"), "t", DESK)


@pytest.mark.parametrize("sent", ["", "x", "tt", "\xff"])
async def test_a_write_with_another_token_is_refused(sent: str) -> None:
    with pytest.raises(ProblemError) as refused:
        await csrf.check(request(X_CSRF_Token=sent), "t", DESK)
    assert (refused.value.status, refused.value.reason) == (403, "csrf")


async def test_the_token_is_not_read_from_json() -> None:
    with pytest.raises(ProblemError):
        await csrf.check(
            request("POST", b'{"csrf_token": "t"}', Content_Type="application/json"), "t", DESK
        )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://desk.example.evil.example"},
        {"Origin": "https://desk.example:444"},
    ],
)
async def test_another_site_is_refused_even_with_the_token(headers: dict[str, str]) -> None:
    with pytest.raises(ProblemError, match="another site"):
        await csrf.check(request(X_CSRF_Token="t", **headers), "t", DESK)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://desk.example"},
        {"Origin": "http://desk.example"},  # a proxy ends TLS
        {"Sec_Fetch_Site": "none"},
    ],
)
async def test_our_own_pages_are_let_through(headers: dict[str, str]) -> None:
    await csrf.check(request(X_CSRF_Token="t", **headers), "t", DESK)
