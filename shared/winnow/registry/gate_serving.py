"""The gate's rules on what will serve: fresh, calibrated, and the same as was measured. Pure."""

from typing import Final

from winnow.calibration.gates import unfit
from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import ModelCard
from winnow.recipes.recipe import Recipe
from winnow.registry.admission import changed_recipe, other_base
from winnow.registry.evidence import Evidence, Parity, ServingPath
from winnow.registry.verdict import Check, Status

OURS: Final = "local"  # the path on which every adapter can serve
PATHS: Final[tuple[ServingPath, ...]] = (OURS, "openai")
NAMED: Final = 5  # documents that a reason lists


def base(card: ModelCard, base_hash: str) -> Check:
    """Whether the base in use is the one it was trained on."""
    why = other_base(card, base_hash)
    return _check("base", why, f"the base in use is {card.base} {card.base_hash}")


def recipe(card: ModelCard, of: Recipe) -> Check:
    """Whether the recipe is the one its examples were labelled for."""
    why = changed_recipe(card, of)
    return _check("recipe", why, f"{of.id} is as it was when the examples were labelled")


def erased(card: ModelCard) -> Check:
    """How many documents of its training are gone; that decides nothing, but is to be known."""
    if not card.erased:
        return Check(name="erased", status="kept", reason="no document of its training is erased")
    of = f"{card.erased} of {len(card.documents)} documents of its training were erased since"
    return Check(name="erased", status="told", reason=f"{of}: consider to tune it anew")


def calibrated(card: ModelCard, of: Recipe, calibration: Calibration | None, most: float) -> Check:
    """Whether there is a calibration of its own outputs; of values only, so of extraction only.

    It does not do where its error on documents that it did not learn from is shown to exceed
    `most`: the whole interval lies above.
    """
    if card.task != "extract":
        return Check(
            name="calibrated", status="told", reason=f"{card.task} has no calibrated values"
        )
    if calibration is not None and calibration.model != card.name:
        why = f"the calibration is of {calibration.model}, not of its own outputs"
        return Check(name="calibrated", status="broken", reason=why)
    unfitting = unfit(of, calibration)
    if unfitting or calibration is None:
        reason = f"of its own outputs: {unfitting}"
        return Check(name="calibrated", status="broken", reason=reason)
    least, ece = _ece(calibration)
    told = f"on {calibration.examples} documents of its own outputs, ECE {ece}"
    if least > most:
        why = f"{told}: its confidences are off by more than {most:g}; label more documents"
        return Check(name="calibrated", status="broken", reason=why)
    return Check(name="calibrated", status="kept", reason=told)


def compared(card: ModelCard, evidence: Evidence, champion: str | None) -> Check:
    """Whether the comparison is of this model, with who serves now."""
    if evidence.challenger != card.name:
        why = f"the comparison is of {evidence.challenger}: compare this one"
        return Check(name="compared", status="broken", reason=why)
    if champion is not None and evidence.champion != champion:
        why = f"it was compared with {evidence.champion}, and {champion} serves now: compare anew"
        return Check(name="compared", status="broken", reason=why)
    return Check(name="compared", status="kept", reason=f"with {evidence.champion}")


def parity(evidence: Evidence) -> Check:
    """Whether the paths that serve give the outputs that were measured.

    The local path must to the letter. A server computes in another order and precision, which may
    turn single tokens: there each difference must be listed, and the verdict tells them.
    """
    paths = {one.path: one for one in evidence.parity}
    if untried := [path for path in PATHS if path not in paths]:
        why = f"it was not tried on the path {untried[0]}: winnow tune does, or winnow models check"
        return Check(name="serving path", status="broken", reason=why)
    told = "; ".join(_shown(one) for one in paths.values())
    if any(not _is_equal(one) for one in paths.values()):
        return Check(name="serving path", status="broken", reason=told)
    status: Status = "told" if any(one.differences for one in paths.values()) else "kept"
    return Check(name="serving path", status=status, reason=told)


def _is_equal(parity: Parity) -> bool:
    if not parity.documents or parity.path == OURS:
        return parity.equal
    return len(parity.differences) == parity.documents - parity.same


def _shown(parity: Parity) -> str:
    path = f"{parity.path} ({parity.server})" if parity.server else parity.path
    if not parity.documents:
        return f"{path}: nothing was compared{': ' if parity.why else ''}{parity.why}"
    told = f"{path}: {parity.same} of {parity.documents} outputs are the same"
    if parity.equal:
        return told
    names = [one.document for one in parity.differences[:NAMED]]
    more = len(parity.differences) - len(names)
    listed = ", ".join(names) + (f" and {more} more" if more else "")
    return f"{told}; others: {listed or 'not listed'}"


def _ece(calibration: Calibration) -> tuple[float, str]:
    """The lower end of its interval, and all of it in words."""
    told = (calibration.figures.get("") or {}).get("ece") or {}
    if told.get("value") is None:
        return 0.0, "not measured"
    low, high = told["interval"]
    return low, f"{told['value']:.3f} ({low:.3f}-{high:.3f})"


def _check(name: str, why: str | None, kept: str) -> Check:
    return Check(name=name, status="broken" if why else "kept", reason=why or kept)
