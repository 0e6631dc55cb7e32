"""A reader of layouts that learns from labelled documents: no model, no network, milliseconds.

`learn` looks at where a type's values stand, what they look like and which words are beside them;
`read` finds the likeliest in a new document; `agreement` compares that with what a model read.
"""

from winnow.layout.agreeing import Agreement, alike
from winnow.layout.learning import learn
from winnow.layout.reading import Reading, agreement, read

__all__ = ["Agreement", "Reading", "agreement", "alike", "learn", "read"]
