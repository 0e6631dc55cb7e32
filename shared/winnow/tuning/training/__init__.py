"""LoRA adapters trained on examples as the services ask them; see docs/tuning.md."""

from winnow.tuning.training.options import TrainingOptions
from winnow.tuning.training.training import Progress, train

__all__ = ["Progress", "TrainingOptions", "train"]
