"""When models are trained anew and how they are tried."""

from datetime import timedelta

from pydantic import Field

from winnow.config import Settings
from winnow.retraining.canary import Rules
from winnow.retraining.triggers import Policy


class TuningSettings(Settings):
    """WINNOW_TUNE_*."""

    tune_decisions: int = Field(
        default=200, ge=0, description="New reviewed documents that start a training; 0: never."
    )
    tune_days: float = Field(
        default=0, ge=0, description="Days after a training that start the next; 0: never."
    )
    tune_least: int = Field(
        default=50, ge=1, description="Reviewed documents in all, below which none is tried."
    )
    tune_rest_hours: float = Field(
        default=6, ge=0, description="Hours after a training that came to nothing."
    )
    tune_attempts: int = Field(
        default=3, ge=1, description="Times that a training whose process died is taken up again."
    )
    tune_hours: float = Field(
        default=12, gt=0, description="Hours after which a training is ended as failed."
    )
    tune_bar: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        description="Share of decided documents that people may have to change; empty: as many as "
        "under the champion before.",
    )
    tune_canary: float = Field(
        default=0.1, gt=0, lt=1, description="Share of documents that a new challenger answers."
    )
    tune_canary_most: int = Field(
        default=1000,
        ge=1,
        description="Decided documents of a challenger by which it must have won, or is dropped.",
    )
    tune_assurance: float = Field(
        default=0.95, gt=0.5, lt=1, description="How sure a ruling on a challenger is."
    )
    tune_watch: int = Field(
        default=500,
        ge=1,
        description="Decided documents for which a new champion can be rolled back.",
    )
    tune_shadow: float = Field(
        default=0.2,
        ge=0,
        le=1,
        description="Share of documents that challenger or champion answers in shadow as well.",
    )
    tune_keep_days: float = Field(
        default=90, gt=0, description="Days for which it is remembered what happened to documents."
    )
    tune_look: float = Field(default=30.0, gt=0, description="Seconds between two looks.")

    def policy(self) -> Policy:
        """When a training starts by itself."""
        return Policy(
            decisions=self.tune_decisions,
            every=timedelta(days=self.tune_days) if self.tune_days else None,
            least=self.tune_least,
            rest=timedelta(hours=self.tune_rest_hours),
        )

    def rules(self) -> Rules:
        """How a challenger is judged."""
        return Rules(self.tune_assurance, self.tune_canary_most)
