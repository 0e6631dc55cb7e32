"""Judged values read from a JSONL file, and a calibration put into use."""

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from winnow.contracts.calibration import Calibration, Judged
from winnow.errors import MisconfiguredError
from winnow.records.port import CalibrationStore

TOLD: Final = 10  # faults that an error lists


def read_judged(path: Path, model: str | None = None) -> list[Judged]:
    """The records that `winnow evaluate --judged` wrote; of one model, if it is named.

    Raises MisconfiguredError, one line a fault: `file:line: key: what is wrong`.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MisconfiguredError(f"{path}: cannot be read: {error}") from error
    read: list[Judged] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read.append(Judged.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"])) or "the line"
            faults.append(f"{path}:{number}: {key}: {first['msg']}")
    if faults:
        more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
        raise MisconfiguredError("\n".join([*faults[:TOLD], *more]))
    return [one for one in read if model in (None, one.model)]


def model_of(judged: list[Judged]) -> str:
    """The model that filled all of them. Raises MisconfiguredError if there are more, or none."""
    models = sorted({one.model for one in judged})
    match models:
        case []:
            raise MisconfiguredError("there is no labelled value to learn from (of that model)")
        case [model]:
            return model
    raise MisconfiguredError(f"the values are of {', '.join(models)}; choose one with --model")


async def put_in_use(store: CalibrationStore, calibration: Calibration) -> Calibration:
    """Store it as the newest of its recipe and model, and return it as stored.

    One that was learnt before, and replaced since, is stored again under an id with the time.
    """
    await store.keep(calibration)
    newest = await store.newest(calibration.recipe, calibration.model)
    if newest is not None and newest.id == calibration.id:
        return calibration
    again = f"{calibration.id}-{calibration.created_at:%Y%m%d%H%M%S%f}"
    calibration = calibration.model_copy(update={"id": again})
    await store.keep(calibration)
    return calibration
