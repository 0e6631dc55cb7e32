"""Keys name a principal; a malformed setting stops the service with a clear line."""

import pytest
from pydantic import SecretStr

from winnow.errors import MisconfiguredError
from winnow.security.keys import Doorkeeper, Role, SecuritySettings
from winnow.web.problems import ProblemError


def keeper(text: str) -> Doorkeeper:
    return Doorkeeper(SecuritySettings(api_keys=SecretStr(text)))


def test_a_key_tells_name_tenant_and_roles() -> None:
    principal = keeper("ann:s3cret:acme:reviewer+operator").admit((Role.REVIEWER,), "s3cret")
    assert (principal.name, principal.tenant) == ("ann", "acme")
    assert principal.roles == {Role.REVIEWER, Role.OPERATOR}


def test_a_name_cannot_be_claimed_where_keys_are_used() -> None:
    known = keeper("ann:s3cret:acme:reviewer")
    assert known.admit((Role.REVIEWER,), "s3cret", "bob").name == "ann"


def test_without_keys_everybody_is_the_default_tenant() -> None:
    principal = keeper("").admit((Role.OPERATOR,), None, "bob")
    assert (principal.name, principal.tenant) == ("bob", "default")


@pytest.mark.parametrize(("key", "status"), [(None, 401), ("wrong", 401), ("s3cret", 403)])
def test_a_wrong_key_or_role_is_refused(key: str | None, status: int) -> None:
    with pytest.raises(ProblemError) as refused:
        keeper("ann:s3cret:acme:reviewer").admit((Role.OPERATOR,), key)
    assert refused.value.status == status


@pytest.mark.parametrize("text", ["ann", "ann:key:acme", "ann:key:acme:king", "a:b:c:d:e"])
def test_a_malformed_setting_says_its_form(text: str) -> None:
    with pytest.raises(MisconfiguredError, match=r"name:key:tenant:role\+role"):
        keeper(text)


def test_keys_can_be_written_as_json() -> None:
    text = '[{"name": "ann", "key": "a:b,c", "tenant": "acme", "roles": ["reviewer"]}]'
    assert keeper(text).admit((Role.REVIEWER,), "a:b,c").name == "ann"


def test_a_key_without_a_name_is_called_after_its_tenant() -> None:
    principal = keeper("s3cret:acme:submitter").admit((Role.SUBMITTER,), "s3cret")
    assert (principal.name, principal.tenant) == ("acme", "acme")


@pytest.mark.parametrize(
    "text",
    [
        "ann::acme:reviewer",
        "ann: :acme:reviewer",
        "ann:s3cret::reviewer",
        "ann:s3cret:Acme Ltd:reviewer",
        "ann:s3cret:acme:",
        "[{}]",
        "[",
        '[{"name": "ann", "key": "", "tenant": "acme", "roles": ["reviewer"]}]',
    ],
)
def test_an_empty_key_or_a_strange_tenant_opens_no_door(text: str) -> None:
    with pytest.raises(MisconfiguredError) as refused:
        keeper(text)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("key", ["", " ", "\x00", "\udcff"])
def test_a_strange_key_is_nobodys(key: str) -> None:
    with pytest.raises(ProblemError):
        keeper("ann:s3cret:acme:reviewer").admit((Role.REVIEWER,), key)


def test_skills_are_the_recipes_that_a_key_may_review() -> None:
    known = keeper("ann:s3cret:acme:reviewer:receipt+invoice,bob:other:acme:reviewer")
    assert known.admit((Role.REVIEWER,), "s3cret").skills == frozenset({"receipt", "invoice"})
    assert known.admit((Role.REVIEWER,), "other").skills is None


def test_skills_can_be_written_as_json() -> None:
    text = '[{"name": "ann", "key": "k", "tenant": "acme", "roles": ["reviewer"], "skills": ["a"]}]'
    assert keeper(text).admit((Role.REVIEWER,), "k").skills == frozenset({"a"})


@pytest.mark.parametrize("skills", ["", "Receipt", "a++b", "a:b"])
def test_a_malformed_skill_is_refused(skills: str) -> None:
    with pytest.raises(MisconfiguredError, match="skill"):
        keeper(f"ann:s3cret:acme:reviewer:{skills}")


def test_an_adjudicator_may_do_what_a_reviewer_may() -> None:
    known = keeper("ann:s3cret:acme:adjudicator")
    assert known.admit((Role.REVIEWER,), "s3cret").name == "ann"
    with pytest.raises(ProblemError, match="operator or auditor"):
        known.admit((Role.OPERATOR, Role.AUDITOR), "s3cret")


def test_where_people_sign_in_nobody_comes_without_a_key() -> None:
    settings = SecuritySettings(oidc_issuer="https://id.example")
    with pytest.raises(ProblemError) as refused:
        Doorkeeper(settings).admit((Role.REVIEWER,), None, "bob")
    assert refused.value.status == 401
