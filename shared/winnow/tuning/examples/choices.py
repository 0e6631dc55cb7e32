"""The right type of a document, as classify asks for it."""

from dataclasses import dataclass
from typing import Any

from winnow.llm.calls import Question


@dataclass(frozen=True, slots=True)
class ChoiceTruth:
    """Truth of a classification: the name of a recipe, or none."""

    right: str

    def answer(self, question: Question[Any]) -> dict[str, Any]:  # noqa: ARG002  (the port's)
        """The type; it fits the form if there is such a recipe."""
        return {"type": self.right}

    def teaches(self, answer: dict[str, Any]) -> bool:  # noqa: ARG002
        """It always does."""
        return True

    def given(self, question: Question[Any]) -> None:
        """There is one question; nothing is to be remembered."""
