"""The right to be forgotten, as far as tuned models go: which were trained on a document."""

from winnow.registry.port import ModelRegistry, Version


async def models_trained_on(models: ModelRegistry, sha256: str) -> list[Version]:
    """Every version whose training part held the document of this SHA-256."""
    return [one for one in await models.versions() if sha256 in one.card.documents]


async def mark_erased(models: ModelRegistry, sha256: str) -> list[Version]:
    """Mark every version that was trained on an erased document; done twice it counts once.

    What a model learnt cannot be taken out of it: `winnow models list` counts such documents, and
    tuning anew leaves them out.
    """
    trained = await models_trained_on(models, sha256)
    for version in trained:
        await models.mark_erased(version, sha256)
    return trained
