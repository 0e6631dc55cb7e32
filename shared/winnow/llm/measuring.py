"""Model calls as metrics."""

from functools import lru_cache

from winnow.contracts.usage import Usage
from winnow.observability.logs import get_logger
from winnow.observability.metrics import MODEL_CALLS, MODEL_TOKENS, MODEL_USD

log = get_logger(__name__)
KINDS = ("input", "output", "cache_read", "cache_write")


def count(usage: Usage) -> None:
    """Count a call; say of a model without a known price that there is none, once a process."""
    MODEL_CALLS.labels(usage.model, usage.stage, usage.outcome).inc()
    for kind in KINDS:
        tokens = getattr(usage, f"{kind}_tokens")
        if tokens:
            MODEL_TOKENS.labels(usage.model, kind).inc(tokens)
    if usage.cost_usd is None:
        _warn(usage.model)
    else:
        MODEL_USD.labels(usage.model).inc(usage.cost_usd)


@lru_cache(maxsize=1000)
def _warn(model: str) -> None:
    log.warning(
        "no price is known for this model: its calls are counted, but not in USD", model=model
    )
