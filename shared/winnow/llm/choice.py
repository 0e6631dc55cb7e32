"""Which language model the settings ask for; imports no model."""

import os

from winnow.config import Settings


def chosen(settings: Settings) -> str:
    """Which adapter the settings ask for: claude, openai or local."""
    if settings.model != "auto":
        return settings.model
    if os.environ.get("ANTHROPIC_API_KEY"):
        return "claude"
    return "openai" if settings.openai_base_url else "local"
