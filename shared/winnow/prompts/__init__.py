"""What models are told: versioned files, rendered here and nowhere else."""

from winnow.prompts.rendering import fenced, render, unfenced, version_of, words

__all__ = ["fenced", "render", "unfenced", "version_of", "words"]
