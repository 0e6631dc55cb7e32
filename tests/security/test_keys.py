"""Keys name a principal; a malformed setting stops the service with a clear line."""

import pytest
from pydantic import SecretStr

from winnow.errors import MisconfiguredError
from winnow.security.keys import Doorkeeper, Role, SecuritySettings
from winnow.web.problems import ProblemError


def keeper(text: str) -> Doorkeeper:
    return Doorkeeper(SecuritySettings(api_keys=SecretStr(text)))


def test_a_key_tells_name_tenant_and_roles() -> None:
    check = keeper("ann:s3cret:acme:reviewer+operator").requires(Role.REVIEWER)
    principal = check(x_api_key="s3cret")
    assert (principal.name, principal.tenant) == ("ann", "acme")
    assert principal.roles == {Role.REVIEWER, Role.OPERATOR}


def test_a_name_cannot_be_claimed_where_keys_are_used() -> None:
    check = keeper("ann:s3cret:acme:reviewer").requires(Role.REVIEWER)
    assert check(x_api_key="s3cret", x_reviewer="bob").name == "ann"


def test_without_keys_everybody_is_the_default_tenant() -> None:
    principal = keeper("").requires(Role.OPERATOR)(x_reviewer="bob")
    assert (principal.name, principal.tenant) == ("bob", "default")


@pytest.mark.parametrize(("key", "status"), [(None, 401), ("wrong", 401), ("s3cret", 403)])
def test_a_wrong_key_or_role_is_refused(key: str | None, status: int) -> None:
    check = keeper("ann:s3cret:acme:reviewer").requires(Role.OPERATOR)
    with pytest.raises(ProblemError) as refused:
        check(x_api_key=key)
    assert refused.value.status == status


@pytest.mark.parametrize("text", ["ann", "ann:key:acme", "ann:key:acme:king", "a:b:c:d:e"])
def test_a_malformed_setting_says_its_form(text: str) -> None:
    with pytest.raises(MisconfiguredError, match=r"name:key:tenant:role\+role"):
        keeper(text)
