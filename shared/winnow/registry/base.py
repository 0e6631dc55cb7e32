"""A base model that is another one by now: nothing that was learnt of it holds."""

from dataclasses import dataclass

from winnow.contracts.tuning import ModelRef, Serving
from winnow.errors import MisconfiguredError
from winnow.llm import weights
from winnow.llm.identity import Identity
from winnow.registry.tools import Tools


@dataclass(frozen=True, slots=True)
class BaseChange:
    """A base that changed under its name, and what that touches.

    `calibrations` are void now, so that what its models read goes to a person; `served` must pass
    the gate anew, which lets no adapter of the base before pass.
    """

    base: str
    before: str
    after: str
    calibrations: tuple[str, ...]
    served: tuple[Serving, ...]


def base_hash(base: str) -> str:
    """The hash of a base's weights in use; MisconfiguredError if it is not here."""
    if base != weights.BASE_NAME:
        raise MisconfiguredError(
            f"the base {base} is not here, only {weights.BASE_NAME}: tune on that"
        )
    return weights.base_hash()


async def check_base(tools: Tools, identity: Identity) -> BaseChange | None:
    """Compare a base with how it was seen last; if it changed, void what was learnt of it.

    The first look only remembers it. What is void is so before the new identity is noted, so that
    a kill in between makes the next look do it again.
    """
    before = await tools.bases.known(identity.base)
    if before == identity.identity:
        return None
    if before is None:
        await tools.bases.note(identity.base, identity.identity)
        return None
    why = f"{identity.base} was {before} and is {identity.identity}"
    void = await tools.calibrations.void(identity.base, why)
    served = [one for one in await tools.serving.all() if stands_on(one, identity.base)]
    await tools.bases.note(identity.base, identity.identity)
    return BaseChange(identity.base, before, identity.identity, tuple(void), tuple(served))


def stands_on(serving: Serving, base: str) -> bool:
    """Whether the champion or the challenger is the base, bare or under an adapter."""
    return any(_is_on(ref, base) for ref in (serving.champion, serving.challenger))


def _is_on(ref: ModelRef | None, base: str) -> bool:
    return ref is not None and (ref.model == base or ref.model.startswith(f"{base}+"))
