"""Chooses the guardrails."""

from winnow.config import Settings
from winnow.embedding.port import Embedder
from winnow.guardrails.local import LocalGuardrails
from winnow.guardrails.port import Guardrails
from winnow.guardrails.settings import GuardSettings


def open_guardrails(settings: Settings, embedder: Embedder) -> Guardrails:
    """Guardrails by WINNOW_GUARD_*.

    Raises MisconfiguredError at the first text, where winnow[guardrails] is not installed.
    """
    return LocalGuardrails(settings.widened(GuardSettings), embedder)
