"""Adapters for the real local base that nobody trained, and what they are asked."""

from pathlib import Path
from typing import Any, Final

from bench.models.slips import slip
from pydantic import BaseModel, ConfigDict, Field

from winnow.contracts.tuning import TrainingExample
from winnow.llm.port import Prompt
from winnow.llm.weights import load_weights
from winnow.testing.adapters import random_adapter

ASKED: Final = "Fill in the form from the receipt. Copy what is printed; leave out what is not."
LINEAR: Final = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class Receipt(BaseModel):
    """What a slip says."""

    model_config = ConfigDict(extra="forbid")

    company: str = Field(json_schema_extra={"maxLength": 40})
    paid_on: str = Field(json_schema_extra={"maxLength": 12})
    total: float | None


def prompts(number: int) -> list[Prompt]:
    """Slips, no two alike, without examples."""
    return [Prompt(ASKED, slip(at)) for at in range(number)]


def examples(number: int) -> list[TrainingExample]:
    """The same as training examples; what the right answer is plays no part."""
    return [
        TrainingExample(
            id=f"e{at}",
            task="extract",
            recipe="slip",
            fields_hash="",
            document=f"d{at}",
            tenant="bench",
            sha256="0" * 64,
            group=f"d{at}",
            asked=ASKED,
            text=slip(at),
            form=Receipt.model_json_schema(),
            answer="{}",
            origin="generated",
            consent=True,
        )
        for at in range(number)
    ]


def adapters(folder: Path, number: int) -> list[Path]:
    """Adapters of rank 8 on every linear layer, as training makes them, that change little."""
    base: Any = load_weights().model
    return [
        random_adapter(
            base, folder / f"random{at}", seed=at, rank=8, scale=0.02 + 0.01 * at, layers=LINEAR
        )
        for at in range(number)
    ]
