"""Questions to one model about one document, with what they cost and what went wrong."""

from dataclasses import dataclass, field, replace
from typing import Final

from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import Form, LanguageModel, Prompt
from winnow.llm.unfilled import UnfilledError

TOLD: Final = 500  # characters of what went wrong


@dataclass
class Asking:
    """Asks; collects usage and failures as it goes."""

    purpose: Purpose
    model: LanguageModel
    calls: Calls
    usage: list[Usage] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    async def fill(self, step: str, form: type[Form], prompt: Prompt, room: int) -> Form | None:
        """The filled form, or None where the model could not fill it. Raises what calls raise."""
        purpose = replace(self.purpose, key=f"{self.purpose.key}/{step}")
        try:
            filled = await self.calls.fill(Question(self.model, purpose, form, prompt, room))
        except UnfilledError as error:
            self.failures.append(f"{step}: {error}")
            self.usage.append(error.usage)
            return None
        self.usage.append(filled.usage)
        return filled.form

    @property
    def failure(self) -> str:
        """What went wrong, or that nothing did and yet there is no summary."""
        told = "; ".join(self.failures)[:TOLD]
        return told or "no sentence was borne out by the document"
