"""Which tenants let models be trained on their documents."""

from winnow.config import Settings

ALL = "*"


def consents(settings: Settings, tenant: str) -> bool:
    """Whether WINNOW_TRAINING_CONSENT names the tenant, or everybody."""
    named = {name.strip() for name in settings.training_consent.split(",")}
    return tenant in named or ALL in named
