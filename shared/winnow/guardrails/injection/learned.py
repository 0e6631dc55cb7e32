"""What the linear models add to the rules: attacks in other words, and requests out of place.

Both read English only, as their embedder does. A request in a document ("Explain how recursion
works.") is no attack by its words: it is one by standing where it does not belong. So a sentence
counts only if it is a request or question by its form, the model takes it for a task of an
assistant, and it is far from what stands around it.
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from winnow.embedding.port import Embedder
from winnow.guardrails.linear import fitting
from winnow.guardrails.port import Finding
from winnow.guardrails.text.sentences import sentences
from winnow.language import language_of

TASK: Final = "a request to a model that does not belong to the text"
AROUND: Final = 400  # characters on either side that a sentence is compared with
ALONE: Final = 40  # letters around it, below which nothing can be out of place
APART: Final = 0.3  # cosine; of drawn requests in drawn documents 97 % are below, of the rest 44 %
LONGEST: Final = 300  # characters of a sentence that is looked at
REQUEST: Final = re.compile(
    r"\s*[-*>\"'(]*\s*(?:(?:please|kindly|now|also|then)[, ]+)?(?:(?:can|could|would|will) you\b|"
    r"(?:what|how|why|which|who|when|where)\b|(?:add|advise|analy[sz]e|answer|append|apply|arrange|ask|assess|"
    r"assist|attach|automate|avoid|begin|break|calculate|change|check|clarify|combine|compare|compile|compose|"
    r"conclude|construct|convert|convince|craft|create|debate|define|deliver|demonstrate|describe|design|"
    r"detail|determine|develop|direct|discuss|display|draft|elaborate|embed|employ|encode|encourage|end|engage|ensure|"
    r"estimate|evaluate|examine|explain|explore|express|find|format|formulate|generate|give|group|guide|help|"
    r"identify|illustrate|include|incorporate|infer|inform|insert|instruct|interpret|invert|introduce|invent|list|"
    r"make|mention|misspell|modify|narrate|offer|organi[sz]e|outline|paraphrase|perform|persuade|place|plan|play|"
    r"present|print|produce|promote|propose|provide|publish|put|recommend|recite|refer|remind|remove|render|reorder|"
    r"replace|report|research|respond|reverse|review|rewrite|say|schedule|scramble|share|show|shuffle|simulate|sing|"
    r"solve|speak|spell|spread|start|state|structure|submit|substitute|suggest|summari[sz]e|swap|switch|"
    r"talk|teach|tell|track|transform|translate|turn|use|utili[sz]e|write|your)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence that asks for something, and what stands around it."""

    start: int
    end: int
    text: str
    around: str


def requests(text: str) -> list[Request]:
    """Sentences of an English text that ask for something by their form."""
    found = []
    for start, end in sentences(text):
        sentence = text[start:end]
        if REQUEST.match(sentence) and len(sentence) <= LONGEST and "|" not in sentence:
            around = f"{text[max(0, start - AROUND) : start]} {text[end : end + AROUND]}".strip()
            found.append(Request(start, end, sentence, around))
    return found


class Learned:
    """The linear models of questions and passages over one embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._questions = fitting("questions", embedder)
        self._passages = fitting("passages", embedder)

    def question(self, text: str, vector: np.ndarray) -> list[Finding]:
        """How much a question is like an attack; nothing where it is not in English."""
        if self._questions is None or language_of(text) not in ("en", None):
            return []
        score = float(self._questions.probabilities(vector[None, :], [text])[0])
        return [Finding("injection", 0, len(text), score, "reads like an attack on a model")]

    async def passage(self, text: str) -> list[Finding]:
        """Requests that belong to an assistant's user, not to the text that they stand in."""
        asked = requests(text) if self._passages else []
        asked = [one for one in asked if language_of(one.text) in ("en", None)]
        if self._passages is None or not asked:
            return []
        told = [one.text for one in asked]
        vectors = await self._embedder.embed([*told, *(one.around for one in asked)])
        scores = self._passages.probabilities(vectors[: len(told)], told)
        near = np.sum(vectors[: len(told)] * vectors[len(told) :], axis=1)
        return [
            Finding("injection", one.start, one.end, float(score), TASK)
            for one, score, cosine in zip(asked, scores, near, strict=True)
            if cosine < APART and sum(map(str.isalpha, one.around)) >= ALONE
        ]
