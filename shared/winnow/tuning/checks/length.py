"""Examples that do not fit what the model takes in at once: their ends would be cut off."""

from collections.abc import Iterator
from typing import Final

from winnow.contracts.tuning import TrainingExample
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding

BYTES_PER_TOKEN: Final = 3.0  # of forms with many digits; prose has more, so this errs to the long


def tokens_of(example: TrainingExample) -> int:
    """About how many tokens an example has, question and answer: estimated from its bytes."""
    told = f"{example.asked}{example.text}{example.answer}"
    return round(len(told.encode("utf-8", "surrogatepass")) / BYTES_PER_TOKEN)


def too_long(data: Data) -> Iterator[Finding]:
    """Examples longer than the model's context, a finding for each."""
    for one in data.examples:
        if (tokens := tokens_of(one)) > data.room:
            yield Finding(
                check="length",
                severity="blocking",
                ids=(one.id,),
                message=f"It has about {tokens} tokens and the model takes {data.room}; record it "
                "with a smaller window, or leave it out.",
            )


def empty_texts(data: Data) -> Iterator[Finding]:
    """Examples without a text, from which only guessing is learnt; one finding for all."""
    ids = tuple(
        one.id for one, text in zip(data.examples, data.texts, strict=True) if not text.strip()
    )
    if ids:
        yield Finding(
            check="length",
            severity="blocking",
            ids=ids,
            message=f"{len(ids)} examples have no text; take them out.",
        )
