"""Sign-in at a provider: only a fresh answer, for us, from whom we asked, lets anybody in."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey

from winnow.errors import MisconfiguredError, UnreachableError
from winnow.security.claims import Person
from winnow.security.oidc import Pending, Provider
from winnow.security.roles import Role
from winnow.security.settings import SecuritySettings
from winnow.testing.oidc import OidcProvider
from winnow.web.problems import ProblemError

BACK = "http://desk.example/sign-in/oidc/callback"


@pytest.fixture
def remote() -> Iterator[OidcProvider]:
    person = {"preferred_username": "ann", "roles": ["reviewer"]}
    with OidcProvider(person) as provider:
        yield provider


def ours(remote: OidcProvider, **settings: Any) -> Provider:
    return Provider(SecuritySettings(**{**remote.settings(), **settings}))


async def answer_of(provider: Provider, pending: Pending) -> dict[str, str]:
    """What the browser brings back."""
    async with httpx.AsyncClient() as browser:
        sent = await browser.get(await provider.leave(pending, BACK))
    return dict(parse_qsl(urlsplit(sent.headers["Location"]).query))


async def arrive(provider: Provider) -> Person:
    pending = Pending.new()
    return await provider.arrive(pending, await answer_of(provider, pending), BACK)


async def test_a_person_comes_in_by_the_providers_word(remote: OidcProvider) -> None:
    remote.person |= {"org": "acme", "skills": ["receipt"]}
    found = await arrive(ours(remote, oidc_tenant_claim="org"))
    assert found == Person("ann", "acme", frozenset({Role.REVIEWER}), frozenset({"receipt"}))
    assert remote.faults == []


async def test_the_description_and_the_keys_are_asked_for_once(remote: OidcProvider) -> None:
    provider = ours(remote)
    await arrive(provider)
    await arrive(provider)
    assert remote.asked.count("/jwks") == 1
    assert remote.asked.count("/.well-known/openid-configuration") == 1


async def test_a_new_key_of_the_provider_is_looked_up(remote: OidcProvider) -> None:
    provider = ours(remote)
    await arrive(provider)
    remote.new_key()
    assert (await arrive(provider)).name == "ann"


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"iss": "https://evil.example"}, "iss"),
        ({"aud": "another client"}, "aud"),
        ({"aud": ["winnow", "another"]}, "another client"),
        ({"azp": "another"}, "another client"),
        ({"exp": int(time.time()) - 120}, "expired"),
        ({"iat": int(time.time()) + 3600}, "iat|future"),
        ({"exp": "soon"}, "exp"),
        ({"sub": 7}, "sub"),
    ],
)
async def test_a_token_that_is_not_ours_is_refused(
    remote: OidcProvider, forged: dict[str, Any], why: str
) -> None:
    remote.forged = forged
    with pytest.raises(ProblemError, match=f"(?i){why}") as refused:
        await arrive(ours(remote))
    assert (refused.value.status, refused.value.reason) == (401, "sign_in_refused")


async def test_a_token_signed_by_somebody_else_is_refused(remote: OidcProvider) -> None:
    remote.signs_with = ECKey.generate_key("P-256")
    with pytest.raises(ProblemError, match="signature"):
        await arrive(ours(remote))


async def test_another_state_is_refused_before_anything_is_asked(remote: OidcProvider) -> None:
    provider, pending = ours(remote), Pending.new()
    answer = await answer_of(provider, Pending.new())
    with pytest.raises(ProblemError, match="another sign-in"):
        await provider.arrive(pending, answer, BACK)
    assert "/token" not in remote.asked


async def test_a_code_is_good_once(remote: OidcProvider) -> None:
    provider, pending = ours(remote), Pending.new()
    answer = await answer_of(provider, pending)
    await provider.arrive(pending, answer, BACK)
    with pytest.raises(ProblemError, match="invalid_grant"):
        await provider.arrive(pending, answer, BACK)


async def test_a_stolen_code_is_of_no_use_without_the_verifier(remote: OidcProvider) -> None:
    provider, pending = ours(remote), Pending.new()
    answer = await answer_of(provider, pending)
    thief = Pending(pending.state, pending.nonce, "guessed")
    with pytest.raises(ProblemError, match="invalid_grant"):
        await provider.arrive(thief, answer, BACK)


async def test_an_answer_of_another_provider_is_refused(remote: OidcProvider) -> None:
    provider, pending = ours(remote), Pending.new()
    answer = {**await answer_of(provider, pending), "iss": "https://evil.example"}
    with pytest.raises(ProblemError, match="another provider"):
        await provider.arrive(pending, answer, BACK)


async def test_a_person_who_turns_back_is_told(remote: OidcProvider) -> None:
    provider, pending = ours(remote), Pending.new()
    with pytest.raises(ProblemError, match="access_denied"):
        await provider.arrive(pending, {"state": pending.state, "error": "access_denied"}, BACK)


@pytest.mark.parametrize(
    ("changes", "settings"),
    [
        ({"roles": []}, {}),
        ({"roles": ["king"]}, {}),
        ({"roles": {"reviewer": True}}, {}),
        ({"preferred_username": ""}, {}),
        ({"preferred_username": 7}, {}),
        ({"preferred_username": "a\0"}, {}),
        ({"preferred_username": "x" * 201}, {}),
        ({}, {"oidc_tenant_claim": "org"}),
        ({"org": "Acme Ltd"}, {"oidc_tenant_claim": "org"}),
        ({"email": "ann@acme.example"}, {"oidc_name_claim": "email"}),
    ],
)
async def test_who_has_no_name_tenant_or_role_here_is_refused(
    remote: OidcProvider, changes: dict[str, Any], settings: dict[str, Any]
) -> None:
    remote.person |= changes
    with pytest.raises(ProblemError) as refused:
        await arrive(ours(remote, **settings))
    assert (refused.value.status, refused.value.reason) == (403, "sign_in_refused")


async def test_roles_may_lie_deeper_and_be_words_of_a_string(remote: OidcProvider) -> None:
    remote.person = {"email": "a@b.example", "email_verified": True}
    remote.person["realm_access"] = {"roles": "auditor offline_access"}
    provider = ours(remote, oidc_roles_claim="realm_access.roles", oidc_name_claim="email")
    found = await arrive(provider)
    assert (found.name, found.roles) == ("a@b.example", frozenset({Role.AUDITOR}))


async def test_skills_that_cannot_be_read_allow_none(remote: OidcProvider) -> None:
    remote.person["skills"] = {"receipt": True}
    assert (await arrive(ours(remote))).skills == frozenset()


async def test_a_provider_that_calls_itself_otherwise_is_not_trusted(
    remote: OidcProvider,
) -> None:
    provider = ours(remote, oidc_issuer=f"{remote.issuer}/")
    with pytest.raises(UnreachableError, match="WINNOW_OIDC_ISSUER"):
        await provider.leave(Pending.new(), BACK)


async def test_a_provider_that_is_away_is_told() -> None:
    settings = SecuritySettings(oidc_issuer="http://127.0.0.1:9", oidc_client_id="winnow")
    with pytest.raises(UnreachableError, match="OpenID"):
        await Provider(settings).leave(Pending.new(), BACK)


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "https://id.example"},
        {"oidc_issuer": "http://id.example", "oidc_client_id": "winnow"},
        {"oidc_issuer": "id.example", "oidc_client_id": "winnow"},
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(MisconfiguredError, match="WINNOW_OIDC"):
        Provider(SecuritySettings(**settings))
