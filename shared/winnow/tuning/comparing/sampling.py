"""pass@k: how often one of k sampled answers passes the recipe's checks.

The unbiased estimator of Chen et al., "Evaluating Large Language Models Trained on Code" (2021,
arXiv 2107.03374): of n samples of which c pass, 1 - C(n-c, k) / C(n, k). The checks of code-like
output, such as expressions and queries, are the recipe's `rules`.
"""

from collections.abc import Sequence
from math import comb
from typing import Final

from winnow.errors import MisconfiguredError
from winnow.llm.port import Sampling
from winnow.tuning.comparing.asking import Contender, Drawing
from winnow.tuning.comparing.comparison import Sampled
from winnow.tuning.comparing.figures import mean_between
from winnow.tuning.comparing.held import Held
from winnow.tuning.comparing.outcomes import Outcome
from winnow.tuning.comparing.reading import Reading

TEMPERATURE: Final = 0.8
KS: Final = (1, 5, 10, 100)


def pass_at_k(samples: int, passed: int, k: int) -> float:
    """The chance that of k answers drawn from these at least one passes; k is at most `samples`."""
    return 1.0 - comb(samples - passed, k) / comb(samples, k)


async def sample(
    contender: Contender,
    held: Sequence[Held],
    reading: Reading,
    samples: int,
    *,
    temperature: float = TEMPERATURE,
    seed: int = 0,
) -> Sampled:
    """Draw so many answers about every document; those that are kept are not drawn again.

    The contender's model must be the local one: others are not drawn from by seed. Raises
    MisconfiguredError without samples, and what reading raises.
    """
    if samples < 1:
        raise MisconfiguredError("pass@k takes one sample or more: --samples 5")
    drawn = [
        await reading.read(Drawing(contender, Sampling(temperature, seed + at)), held)
        for at in range(samples)
    ]
    answers = list(zip(*drawn, strict=True))
    ks = [k for k in KS if k <= samples]
    return Sampled(
        role=contender.role,
        samples=samples,
        temperature=temperature,
        checks={k: mean_between(_passed(answers, k, right=False), seed) for k in ks},
        right={k: mean_between(_passed(answers, k, right=True), seed) for k in ks},
    )


def _passed(answers: Sequence[Sequence[Outcome]], k: int, *, right: bool) -> list[float]:
    return [
        pass_at_k(len(each), sum(one.rules_kept and (one.exact or not right) for one in each), k)
        for each in answers
    ]
