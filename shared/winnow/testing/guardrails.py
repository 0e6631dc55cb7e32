"""Guardrails that find what they are told to find."""

from winnow.guardrails.masking import masked
from winnow.guardrails.port import Checked, Finding, Kind


class ScriptedGuardrails:
    """Each phrase of `found` is a finding of its kind wherever it stands.

    In a question all kinds refuse, but `pii`; in an answer `toxic` does; in a passage none.
    """

    def __init__(self, found: dict[str, Kind] | None = None) -> None:
        self._found = found or {}
        self.questions: list[str] = []
        self.passages: list[str] = []
        self.answers: list[str] = []

    async def question(self, text: str) -> Checked:
        self.questions.append(text)
        findings = self._in(text)
        return Checked(all(one.kind == "pii" for one in findings), findings)

    async def passage(self, text: str) -> Checked:
        self.passages.append(text)
        return Checked(True, tuple(one for one in self._in(text) if one.kind == "injection"))

    async def answer(self, text: str, *, question: str = "") -> Checked:
        self.answers.append(text)
        told = tuple(
            one
            for one in self._in(text)
            if one.kind in ("pii", "toxic") and text[one.start : one.end] not in question
        )
        return Checked(all(one.kind == "pii" for one in told), told)

    def masked(self, text: str, findings: tuple[Finding, ...]) -> str:
        return masked(text, findings)

    def _in(self, text: str) -> tuple[Finding, ...]:
        return tuple(
            Finding(kind, text.index(phrase), text.index(phrase) + len(phrase), 1.0, _what(kind))
            for phrase, kind in self._found.items()
            if phrase in text
        )


def _what(kind: Kind) -> str:
    return "PERSON" if kind == "pii" else kind
