"""What erasure asks of a registry of models."""

from typing import Protocol


class TrainedModels(Protocol):
    """Knows which registered models were trained on which documents."""

    async def mark_erased(self, sha256: str) -> list[str]:
        """Count a document as erased on the card of each model that was trained on it; names."""
        ...
