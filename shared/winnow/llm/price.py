"""What a model call costs in US dollars, from the price table that ships with genai-prices."""

import genai_prices

from winnow.contracts.usage import Usage
from winnow.llm.tokens import Tokens


def price(
    tokens: Tokens, model: str, *, provider: str | None = None, url: str | None = None
) -> tuple[float | None, str | None]:
    """Return dollars and the version of the price table, or two nulls for an unknown model.

    The model is looked up at a provider by its id, or by the address of its server.
    """
    whole_input = tokens.input + tokens.cache_read + tokens.cache_write
    try:
        calculated = genai_prices.calc_price(
            genai_prices.Usage(
                input_tokens=whole_input,
                output_tokens=tokens.output,
                cache_read_tokens=tokens.cache_read,
                cache_write_tokens=tokens.cache_write,
            ),
            model_ref=model,
            provider_id=provider,
            provider_api_url=url,
        )
    except LookupError:
        return None, None
    return float(calculated.total_price), f"genai-prices {genai_prices.__version__}"


def usage_of(
    tokens: Tokens, *, model: str, stage: str, seconds: float, cost: tuple[float | None, str | None]
) -> Usage:
    """Write the tokens of a fill down as a usage record."""
    return Usage(
        model=model,
        stage=stage,
        input_tokens=tokens.input,
        output_tokens=tokens.output,
        cache_read_tokens=tokens.cache_read,
        cache_write_tokens=tokens.cache_write,
        cost_usd=cost[0],
        prices=cost[1],
        seconds=seconds,
    )
