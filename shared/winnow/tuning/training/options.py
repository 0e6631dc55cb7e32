"""How an adapter is trained: what an operator may choose."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class TrainingOptions(BaseModel):
    """The defaults are for a base of some hundred million weights on a few CPU cores.

    The source of the method is LoRA (Hu et al. 2021, arXiv 2106.09685). Layers below `layers` are
    neither changed nor passed back through, and what they make of each example is kept, so an
    epoch costs the upper layers only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int = Field(default=8, ge=1, le=256)
    alpha: float = Field(default=16, gt=0, description="Scale of the adapter: alpha / rank.")
    dropout: float = Field(default=0.0, ge=0, lt=1)
    layers: float = Field(
        default=0.5, gt=0, le=1, description="Share of the layers, from the top, that it changes."
    )
    learning_rate: float = Field(default=2e-3, gt=0)
    warm_up: float = Field(default=0.05, ge=0, lt=1, description="Share of the steps.")
    epochs: int = Field(default=8, ge=1)
    minutes: float = Field(
        default=60, gt=0, description="The run is shortened at its beginning to take no longer."
    )
    batch_examples: int = Field(default=8, ge=1, description="Examples a step learns from.")
    batch_tokens: int = Field(
        default=2048, ge=64, description="Tokens, padding included, in the memory at once."
    )
    keep_tokens: int = Field(
        default=2_000_000, ge=0, description="Tokens whose lower states are kept in memory."
    )
    clip: float = Field(default=1.0, gt=0, description="Largest norm of a step's gradient.")
    validate_examples: int = Field(
        default=24, ge=1, description="Of the validation part, answered at each look."
    )
    looks: int = Field(default=6, ge=1, description="Looks at the validation part, evenly spread.")
    patience: int = Field(default=3, ge=1, description="Looks without a gain before it stops.")
    checkpoint_minutes: float = Field(default=2, ge=0)
    seed: int = 0
    device: Literal["auto", "cpu", "cuda"] = "auto"
    dtype: Literal["auto", "bf16", "fp32"] = "auto"
    quantise: bool = Field(default=False, description="4-bit base (QLoRA); needs a GPU.")
