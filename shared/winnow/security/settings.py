"""Settings of services that answer HTTP: keys, sessions, and who may sign in."""

from pydantic import Field, SecretStr

from winnow.config import Settings


class SecuritySettings(Settings):
    """Settings of services that answer HTTP."""

    api_keys: SecretStr = Field(
        default=SecretStr(""),
        description="name:key:tenant:role+role[:skill+skill], comma-separated, or a JSON list of "
        "objects with name, key, tenant, roles and skills; empty, and without oidc_issuer: open "
        "to everybody.",
    )
    public_url: str = Field(
        default="",
        description="https://desk.example: where browsers reach the desk, if a proxy stands "
        "before it; empty: where the request says it went.",
    )
    session_key: SecretStr = Field(
        default=SecretStr(""),
        description="Seals the cookies of who signed in; the same for all replicas. Empty: a new "
        "one at each start.",
    )
    session_hours: float = Field(
        default=8.0, gt=0, le=24 * 7, description="Hours after which one signs in anew."
    )
    oidc_issuer: str = Field(
        default="", description="https://...: the OpenID Connect provider; empty: none."
    )
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Empty: a public client, which PKCE protects alone."
    )
    oidc_scopes: str = "openid profile email"
    oidc_name_claim: str = Field(
        default="preferred_username", description="The claim that names a person."
    )
    oidc_roles_claim: str = Field(
        default="roles", description="The claim that lists roles; a.b: b inside of a."
    )
    oidc_tenant_claim: str = Field(
        default="", description="The claim that names the tenant; empty: all are of `default`."
    )
    oidc_skills_claim: str = Field(
        default="skills", description="The claim that lists recipes; who lacks it may review all."
    )
