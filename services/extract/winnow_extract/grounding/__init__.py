"""Where in a document a value stands: found exactly, in another print, nearly, or not at all."""

from winnow_extract.grounding.finding import ground
from winnow_extract.grounding.index import SourceIndex
from winnow_extract.grounding.rows import ground_all

__all__ = ["SourceIndex", "ground", "ground_all"]
