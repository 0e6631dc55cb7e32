"""Settings of answering."""

from pathlib import Path

from pydantic import Field

from winnow.config import Settings


class AnsweringSettings(Settings):
    """WINNOW_ASK_*, beside those that the ask service has of its own."""

    ask_bar: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Confidence that an answer must have to be given without a person; empty: the "
        "one that was fitted for the model.",
    )
    ask_topics: str = Field(
        default="",
        description="TOML file of topics that people answer; empty: those that come with Winnow; "
        "none: no topic.",
    )
    ask_entailment: bool = Field(
        default=True,
        description="Whether a model that writes is asked besides if what it cites bears its "
        "sentences out; the small local model is never asked.",
    )
    ask_language: str = Field(
        default="en", description="Language of the stems that words are compared by (ISO 639-1)."
    )
    ask_passages: int = Field(default=8, ge=1, le=50, description="Most passages looked for.")

    @property
    def own_topics(self) -> Path | None:
        """The operator's file of topics, if one is named."""
        return Path(self.ask_topics) if self.ask_topics not in ("", "none") else None
