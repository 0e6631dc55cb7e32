"""Which examples are in memory together, and which a step learns from. Pure."""

from collections.abc import Sequence
from random import Random

from winnow.tuning.training.encoding import Encoded

Batch = tuple[Encoded, ...]


def batches_of(encoded: Sequence[Encoded], most_tokens: int, most: int) -> list[Batch]:
    """Examples of like length and the same prefix, at most `most`, and so many tokens with padding.

    They stay together for the whole training, so that what is computed of them once stays true to
    the bit. An example longer than that is alone.
    """
    made: list[list[Encoded]] = []
    for one in sorted(encoded, key=lambda one: (one.prefix, one.length, one.id)):
        last = made[-1] if made else []
        room = len(last) < most and (len(last) + 1) * one.length <= most_tokens
        if last and room and last[0].prefix == one.prefix:
            last.append(one)
        else:
            made.append([one])
    return [tuple(batch) for batch in made]


def steps_of(
    batches: Sequence[Batch], per_step: int, *, seed: int, epoch: int
) -> list[list[Batch]]:
    """An epoch's steps, about so many examples each, dealt anew by seed and epoch.

    Their number is the same in each epoch, so that a step's number tells where in the data it is.
    """
    order = list(batches)
    Random(f"{seed}/{epoch}").shuffle(order)  # noqa: S311  (an order, no secret)
    wanted = round(sum(map(len, batches)) / per_step)
    steps: list[list[Batch]] = [[] for _ in range(min(max(wanted, 1), len(order)))]
    sizes = [0] * len(steps)
    for batch in order:
        at = sizes.index(min(sizes))
        steps[at].append(batch)
        sizes[at] += len(batch)
    return steps
