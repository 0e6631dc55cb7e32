"""Signing in and out of the pages; what a cookie allows, and what it does not."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from winnow.errors import MisconfiguredError
from winnow.testing.oidc import OidcProvider
from winnow.web.pages.refusing import Refusals

KEYS = "ann:key-of-ann:acme:reviewer:receipt,olga:key-of-olga:acme:operator"
SEALED = "s" * 32


def settings_of(keys: str = KEYS, **more: Any) -> dict[str, Any]:
    return {"api_keys": SecretStr(keys), "session_key": SecretStr(SEALED), **more}


def browser(desk: Any, address: str = "http://review") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(desk.web, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=address)


def token_in(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


async def sign_in(http: httpx.AsyncClient, to: str = "/audit", **fields: str) -> httpx.Response:
    form = await http.get("/sign-in", params={"next": to})
    return await http.post("/sign-in", data={"csrf_token": token_in(form), "next": to, **fields})


async def csrf_of(http: httpx.AsyncClient) -> str:
    """The token of the session, from a page that every overseer may open."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', (await http.get("/audit")).text)
    assert found
    return found[1]


@pytest.fixture
def remote() -> Iterator[OidcProvider]:
    person = {"preferred_username": "eve <b>", "roles": ["operator", "reviewer"]}
    with OidcProvider(person) as provider:
        yield provider


async def arrive(http: httpx.AsyncClient, to: str = "/audit") -> httpx.Response:
    left = await http.get("/sign-in/oidc", params={"next": to})
    async with httpx.AsyncClient() as outside:
        sent = await outside.get(left.headers["Location"])
    back = urlsplit(sent.headers["Location"])
    return await http.get(f"{back.path}?{back.query}")


async def test_a_key_opens_a_session_that_pages_and_programs_take(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    answer = await sign_in(http, key="key-of-olga")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/audit")
    assert "olga" in (await http.get("/audit")).text
    assert (await http.get("/v1/audit")).status_code == 200


async def test_the_cookie_is_for_us_and_for_no_script(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of(session_hours=2)))
    answer = await sign_in(http, key="key-of-olga")
    [told] = [
        one for one in answer.headers.get_list("Set-Cookie") if one.startswith("winnow_session=")
    ]
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=7200"} <= set(told.split("; "))
    assert "key-of-olga" not in told


@pytest.mark.parametrize(
    ("address", "settings"),
    [("https://review", {}), ("http://review", {"public_url": "https://review"})],
)
async def test_over_tls_cookies_are_bound_to_the_host(
    open_desk: Any, address: str, settings: dict[str, Any]
) -> None:
    form = await browser(open_desk(**settings_of(**settings)), address).get("/sign-in")
    [told] = form.headers.get_list("Set-Cookie")
    assert told.startswith("__Host-winnow_sign_in=")
    assert told.endswith("; Secure")


async def test_a_session_holds_over_tls(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()), "https://review")
    await sign_in(http, key="key-of-olga")
    assert "olga" in (await http.get("/audit")).text


async def test_an_unknown_key_gets_the_form_again_and_is_logged(open_desk: Any) -> None:
    desk = open_desk(**settings_of())
    answer = await sign_in(browser(desk), key="nobody's")
    assert (answer.status_code, "winnow_session" in str(answer.headers)) == (401, False)
    assert "This key is not known." in answer.text
    http = browser(desk)
    await sign_in(http, key="key-of-olga")
    logged = [one["action"] for one in (await http.get("/v1/audit")).json()["entries"]]
    assert logged == ["signed_in", "sign_in_refused"]


async def test_a_page_leads_to_the_form_and_back(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    asked = await http.get("/audit?actor=ann")
    assert asked.headers["Location"] == "/sign-in?next=%2Faudit%3Factor%3Dann"
    form = await http.get(asked.headers["Location"])
    assert 'name="next" value="/audit?actor=ann"' in form.text
    htmx = await http.get("/audit", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx.headers["HX-Redirect"]) == (401, "/sign-in")


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "x",
        "",
    ],
)
async def test_nobody_is_led_elsewhere_after_signing_in(
    open_desk: Any, to: str, remote: OidcProvider
) -> None:
    http = browser(open_desk(**settings_of(**remote.settings())))
    assert (await sign_in(http, to, key="key-of-olga")).headers["Location"] == "/"
    assert (await arrive(http, to)).headers["Location"] == "/"


async def test_a_role_that_is_lacking_is_told_as_a_page(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    await sign_in(http, key="key-of-ann")
    answer = await http.get("/audit")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert (await http.get("/v1/audit")).json()["reason"] == "forbidden"


async def test_a_key_that_is_taken_away_ends_its_sessions(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    await sign_in(http, key="key-of-olga")
    for keys in (
        "ann:key-of-ann:acme:reviewer",  # gone
        "olga:another:acme:operator",  # changed
        "",  # no keys at all
    ):
        later = browser(open_desk(**settings_of(keys)))
        later.cookies = http.cookies
        assert (await later.get("/audit")).status_code == 303
    fewer = browser(open_desk(**settings_of("olga:key-of-olga:acme:reviewer")))
    fewer.cookies = http.cookies
    assert (await fewer.get("/audit")).status_code == 403


async def test_a_cookie_that_somebody_changed_is_nothing(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    await sign_in(http, key="key-of-olga")
    [cookie] = [one for one in http.cookies.jar if one.name == "winnow_session"]
    value = str(cookie.value)
    changed = browser(open_desk(**settings_of()))
    for middle in range(0, len(value), 37):
        other = "A" if value[middle] != "A" else "B"
        forged = value[:middle] + other + value[middle + 1 :]
        answer = await changed.get("/v1/audit", headers={"Cookie": f"winnow_session={forged}"})
        assert answer.status_code == 401
    whole = await changed.get("/v1/audit", headers={"Cookie": f"winnow_session={value}"})
    assert whole.status_code == 200


async def test_a_cookie_of_another_key_is_nothing(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    await sign_in(http, key="key-of-olga")
    other = browser(open_desk(**{**settings_of(), "session_key": SecretStr("o" * 32)}))
    other.cookies = http.cookies
    assert (await other.get("/v1/audit")).status_code == 401


async def test_a_write_by_cookie_needs_the_pages_token(open_desk: Any) -> None:
    desk = open_desk(**settings_of("ann:k:default:reviewer+operator"))
    event = await desk.ask()
    path = f"/v1/reviews/{event.document_id}/claim"
    http = browser(desk)
    await sign_in(http, key="k")
    refused = await http.post(path, json={})
    assert (refused.status_code, refused.json()["reason"]) == (403, "csrf")
    told = {"X-CSRF-Token": await csrf_of(http)}
    evil = {**told, "Sec-Fetch-Site": "cross-site"}
    assert (await http.post(path, json={}, headers=evil)).status_code == 403
    evil = {**told, "Origin": "https://evil.example"}
    assert (await http.post(path, json={}, headers=evil)).status_code == 403
    assert (await http.post(path, json={}, headers=told)).json()["claimed_by"] == "ann"


async def test_a_write_by_key_needs_no_token(open_desk: Any) -> None:
    desk = open_desk(**settings_of("ann:k:default:reviewer"))
    event = await desk.ask()
    path = f"/v1/reviews/{event.document_id}/claim"
    http = browser(desk)
    await sign_in(http, key="k")
    assert (await http.post(path, json={}, headers={"X-API-Key": "k"})).status_code == 200
    assert (await http.post(path, json={}, headers={"X-API-Key": "x"})).status_code == 401


async def test_a_session_of_one_tenant_sees_nothing_of_another(open_desk: Any) -> None:
    desk = open_desk(**settings_of("ann:k:other:reviewer+auditor"))
    event = await desk.ask()
    http = browser(desk)
    await sign_in(http, key="k")
    assert (await http.get(f"/v1/reviews/{event.document_id}")).status_code == 404
    assert (await http.get("/v1/reviews")).json()["total"] == 0


async def test_where_everybody_is_let_in_other_sites_still_cannot_write(open_desk: Any) -> None:
    desk = open_desk()
    event = await desk.ask()
    path = f"/v1/reviews/{event.document_id}/claim"
    http = browser(desk)
    evil = await http.post(path, json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (evil.status_code, evil.json()["reason"]) == (403, "csrf")
    assert (await http.post(path, json={}, headers={"X-Reviewer": "bob"})).status_code == 200


async def test_where_everybody_is_let_in_the_form_asks_for_a_name(open_desk: Any) -> None:
    http = browser(open_desk())
    assert (await http.get("/audit")).headers["Location"].startswith("/sign-in")
    assert 'name="key"' not in (await http.get("/sign-in")).text
    assert (await sign_in(http, name=" ")).status_code == 422
    assert (await sign_in(http, name="a\x00b")).status_code == 422
    assert (await sign_in(http, name="Zoë <b>")).status_code == 303
    page = (await http.get("/audit")).text
    assert "Zoë &lt;b&gt;" in page
    assert "<b>" not in page


async def test_a_session_by_name_alone_ends_once_there_are_keys(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of("")))
    await sign_in(http, name="ann")
    assert (await http.get("/v1/audit")).status_code == 200
    later = browser(open_desk(**settings_of()))
    later.cookies = http.cookies
    assert (await later.get("/v1/audit")).status_code == 401


async def test_who_guesses_keys_does_not_fill_the_log(open_desk: Any) -> None:
    desk = open_desk()
    time = [0.0]
    refusals = Refusals(desk.queue.audit, lambda: time[0])
    for _ in range(100):
        await refusals.add("unknown key", "192.0.2.1")
    time[0] = 60.0
    await refusals.add("unknown key", None)
    logged = await desk.queue.audit.page("default")
    assert len(logged) == 31
    assert logged[0].entry.detail == "unknown key; 70 more before it"
    assert logged[1].entry.detail == "unknown key"


async def test_a_form_from_elsewhere_signs_nobody_in(open_desk: Any) -> None:
    desk = open_desk(**settings_of())
    without = await browser(desk).post("/sign-in", data={"key": "key-of-olga", "csrf_token": "x"})
    assert without.status_code == 401
    http = browser(desk)
    await http.get("/sign-in")
    wrong = await http.post("/sign-in", data={"key": "key-of-olga", "csrf_token": "x"})
    assert wrong.status_code == 403
    assert "winnow_session" not in str(wrong.headers)


async def test_two_open_forms_both_work(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    first = token_in(await http.get("/sign-in"))
    await http.get("/sign-in")
    answer = await http.post("/sign-in", data={"csrf_token": first, "key": "key-of-olga"})
    assert answer.status_code == 303


async def test_who_signs_out_is_out_and_another_site_cannot_do_it(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    await sign_in(http, key="key-of-olga")
    token = await csrf_of(http)
    assert (await http.post("/sign-out")).status_code == 403
    answer = await http.post("/sign-out", data={"csrf_token": token})
    assert answer.headers["Location"] == "/sign-in"
    assert (await http.get("/audit")).status_code == 303


async def test_a_person_comes_in_by_the_provider(open_desk: Any, remote: OidcProvider) -> None:
    desk = open_desk(**settings_of("", **remote.settings()))
    http = browser(desk)
    assert "Sign in with your organisation" in (await http.get("/sign-in")).text
    answer = await arrive(http)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/audit")
    page = (await http.get("/audit")).text
    assert "eve &lt;b&gt;" in page
    assert remote.faults == []
    latest = (await http.get("/v1/audit")).json()["entries"][-1]
    assert (latest["action"], latest["detail"]) == ("signed_in", "oidc")
    assert (await browser(desk).get("/v1/reviews")).status_code == 401  # nobody else


async def test_the_providers_answer_is_good_once(open_desk: Any, remote: OidcProvider) -> None:
    http = browser(open_desk(**settings_of("", **remote.settings())))
    left = await http.get("/sign-in/oidc")
    async with httpx.AsyncClient() as outside:
        sent = await outside.get(left.headers["Location"])
    back = urlsplit(sent.headers["Location"])
    kept = {one.name: str(one.value) for one in http.cookies.jar}
    assert (await http.get(f"{back.path}?{back.query}")).status_code == 303
    again = await http.get(f"{back.path}?{back.query}")  # the state is gone
    assert (again.status_code, "begin anew" in again.text) == (401, True)
    thief = browser(open_desk(**settings_of("", **remote.settings())))
    thief.cookies.update(kept)
    replayed = await thief.get(f"{back.path}?{back.query}")  # the code is gone
    assert (replayed.status_code, "invalid_grant" in replayed.text) == (401, True)


async def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    open_desk: Any, remote: OidcProvider
) -> None:
    desk = open_desk(**settings_of("", **remote.settings()))
    attacker, victim = browser(desk), browser(desk)
    left = await attacker.get("/sign-in/oidc")
    async with httpx.AsyncClient() as outside:
        sent = await outside.get(left.headers["Location"])
    back = urlsplit(sent.headers["Location"])
    await victim.get("/sign-in/oidc")
    answer = await victim.get(f"{back.path}?{back.query}")
    assert (answer.status_code, "winnow_session" in str(answer.headers)) == (401, False)


async def test_a_forged_token_is_refused_told_and_logged(
    open_desk: Any, remote: OidcProvider
) -> None:
    remote.forged = {"nonce": "<script>"}
    desk = open_desk(**settings_of(**remote.settings()))
    answer = await arrive(browser(desk))
    assert (answer.status_code, "winnow_session" in str(answer.headers)) == (401, False)
    http = browser(desk)
    await sign_in(http, key="key-of-olga")
    logged = (await http.get("/v1/audit")).json()["entries"][-1]
    assert (logged["action"], logged["actor"]) == ("sign_in_refused", "")
    assert "nonce" in logged["detail"]


async def test_a_session_of_a_provider_that_is_no_longer_ours_ends(
    open_desk: Any, remote: OidcProvider
) -> None:
    http = browser(open_desk(**settings_of(**remote.settings())))
    await arrive(http)
    later = browser(open_desk(**settings_of()))
    later.cookies = http.cookies
    assert (await later.get("/v1/audit")).status_code == 401


async def test_more_skills_than_a_cookie_holds_are_told(
    open_desk: Any, remote: OidcProvider
) -> None:
    remote.person["skills"] = [f"recipe_of_a_long_name_{number}" for number in range(200)]
    answer = await arrive(browser(open_desk(**settings_of(**remote.settings()))))
    assert (answer.status_code, "do not fit a cookie" in answer.text) == (403, True)


async def test_without_a_provider_there_is_no_way_to_one(open_desk: Any) -> None:
    http = browser(open_desk(**settings_of()))
    assert (await http.get("/sign-in/oidc")).status_code == 404
    assert "oidc" not in (await http.get("/sign-in")).text


async def test_a_provider_that_is_away_is_told_as_a_page(open_desk: Any) -> None:
    away = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "winnow"}
    answer = await browser(open_desk(**settings_of(**away))).get("/sign-in/oidc")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")


@pytest.mark.parametrize("address", ["desk.example", "ftp://desk.example", "https://a/desk"])
def test_an_address_that_browsers_cannot_reach_us_at_is_refused(
    open_desk: Any, address: str
) -> None:
    with pytest.raises(MisconfiguredError, match="WINNOW_PUBLIC_URL"):
        open_desk(public_url=address)
