"""What a model may be trusted with, as its adapter declares it."""

from winnow.llm.port import LanguageModel


def only_quotes(model: LanguageModel) -> bool:
    """Whether the model is too small to say things in its own words.

    It may then choose among words that stand in a text, and never writes sentences. An adapter says
    so by `only_quotes = True`, as the local model's does, and one around another model says what
    that one says; without a word of it a model may write.
    """
    return bool(getattr(model, "only_quotes", False))
