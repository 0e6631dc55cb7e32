"""Where a training stands: its steps, its rate, its best, and when it is over."""

import math
from dataclasses import dataclass, field
from typing import Any, Final

from torch import Tensor

from winnow.tuning.training.options import TrainingOptions

TIMED: Final = 4  # steps after which the time of the whole is known
FOR_STEPS: Final = 0.85  # of the minutes; the rest is for looks and for saving


@dataclass
class Course:
    """`total` steps are planned; times are in seconds, over all processes that had a part in it.

    `reading` is what comes before the first step, `seconds` that of steps and looks.
    """

    total: int
    step: int = 0
    seconds: float = 0.0
    reading: float = 0.0
    timed: bool = False
    looked: int = 0  # the step after which the validation part was looked at last
    vain: int = 0  # looks without a gain
    best_f1: float = -1.0
    best_loss: float = math.inf
    curves: list[dict[str, float]] = field(default_factory=list)
    best: dict[str, Tensor] | None = None

    def rate(self, options: TrainingOptions) -> float:
        """Linear warm-up, then half a cosine down to 0 (Loshchilov and Hutter 2017)."""
        warm = max(1, round(self.total * options.warm_up))
        if self.step < warm:
            return options.learning_rate * (self.step + 1) / warm
        done = (self.step - warm) / max(self.total - warm, 1)
        return options.learning_rate * 0.5 * (1 + math.cos(math.pi * done))

    def fit(self, options: TrainingOptions) -> None:
        """After the first steps, plan no more than the minutes have room for. Only once:

        the rate depends on it.
        """
        if self.timed or self.step < TIMED:
            return
        each = self.seconds / self.step
        room = int((options.minutes * 60 * FOR_STEPS - self.reading) / max(each, 1e-9))
        self.total, self.timed = max(min(self.total, room), self.step), True

    def looks_now(self, options: TrainingOptions) -> bool:
        """Whether the validation part is due: at even distances, the last after the last step."""
        each = self.total / options.looks
        return self.step == self.total or math.floor(self.step / each) > math.floor(
            (self.step - 1) / each
        )

    def note(self, f1: float, loss: float, weights: dict[str, Tensor]) -> bool:
        """Take down a look; return whether it is the best so far. Of equal F1 the loss decides."""
        self.looked = self.step
        better = (f1, -loss) > (self.best_f1, -self.best_loss)
        if better:
            self.best_f1, self.best_loss, self.best, self.vain = f1, loss, weights, 0
        else:
            self.vain += 1
        return better

    def over(self, options: TrainingOptions) -> bool:
        """Whether all steps are done, time is up, or it has not become better for too long."""
        spent = self.reading + self.seconds
        late = self.step > 0 and spent >= options.minutes * 60
        return self.step >= self.total or late or self.vain >= options.patience

    def left(self) -> float:
        """Seconds until the last step, as it went so far."""
        return self.seconds / max(self.step, 1) * (self.total - self.step)

    def state(self) -> dict[str, Any]:
        """As plain values and tensors, for `Course(**state)`."""
        return dict(vars(self))
