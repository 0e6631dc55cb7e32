"""Joins the answers of two searches, as Weaviate's relative-score fusion does."""

from collections.abc import Mapping


def fuse(
    keywords: Mapping[str, float], vectors: Mapping[str, float], alpha: float
) -> dict[str, float]:
    """Weigh two rankings (id -> score, higher is better) into one of 0..1, best first.

    Each is first stretched to 0..1; what one of them did not find counts 0 there.
    """
    keywords, vectors = _stretched(keywords), _stretched(vectors)
    joined = {
        id_: (1 - alpha) * keywords.get(id_, 0.0) + alpha * vectors.get(id_, 0.0)
        for id_ in {**vectors, **keywords}
    }
    return dict(sorted(joined.items(), key=lambda item: -item[1]))


def _stretched(scores: Mapping[str, float]) -> dict[str, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {id_: (score - low) / (high - low) for id_, score in scores.items()}
