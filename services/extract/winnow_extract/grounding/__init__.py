"""Where in a document a value stands: found exactly, in another print, nearly, or not at all."""

from winnow_extract.grounding.finding import ground
from winnow_extract.grounding.grounding import Grounding, ground_all
from winnow_extract.grounding.index import SourceIndex

__all__ = ["Grounding", "SourceIndex", "ground", "ground_all"]
