"""What tuning is worth: every way to answer, measured on the same held-out documents."""

from winnow.tuning.comparing.asking import Contender, FewShot, ZeroShot
from winnow.tuning.comparing.classifying import EmbeddingClassifier
from winnow.tuning.comparing.comparison import Comparison
from winnow.tuning.comparing.held import Held, held_of_examples, held_of_labelled
from winnow.tuning.comparing.learnt_layout import LearntLayout
from winnow.tuning.comparing.retrieving import Retrieving
from winnow.tuning.comparing.running import compare, compare_on

__all__ = [
    "Comparison",
    "Contender",
    "EmbeddingClassifier",
    "FewShot",
    "Held",
    "LearntLayout",
    "Retrieving",
    "ZeroShot",
    "compare",
    "compare_on",
    "held_of_examples",
    "held_of_labelled",
]
