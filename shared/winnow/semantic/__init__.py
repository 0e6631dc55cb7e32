"""Questions that were answered before, found again in other words; never for extraction."""

from winnow.semantic.cache import Found, SemanticCache
from winnow.semantic.facts import Facts, facts_of, says_the_same

__all__ = ["Facts", "Found", "SemanticCache", "facts_of", "says_the_same"]
