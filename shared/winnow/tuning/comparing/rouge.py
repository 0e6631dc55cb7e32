"""ROUGE of texts in any script (Lin, "ROUGE: a package for evaluation of summaries", ACL 2004).

The scores are those of Google's `rouge-score`; its tokenizer knows ASCII alone, so words are found
here: of English text the same ones, stemmed the same way.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

NAMES: Final = {"rouge1": "ROUGE-1", "rouge2": "ROUGE-2", "rougeL": "ROUGE-L"}
WORD: Final = re.compile(r"[^\W_]+")
STEMMED: Final = 3  # characters up to which a word is left as it is


class _Words:
    """Words without regard to case, English ones by their stems."""

    def __init__(self) -> None:
        from nltk.stem.porter import PorterStemmer

        self._stemmer = PorterStemmer()

    def tokenize(self, text: str) -> list[str]:
        """The words in order."""
        words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
        return [
            self._stemmer.stem(word) if word.isascii() and len(word) > STEMMED else word
            for word in words
        ]


def rouge(said: str, references: Sequence[str]) -> dict[str, float]:
    """F1 of ROUGE-1, ROUGE-2 and ROUGE-L, each against the reference that it is highest for."""
    if not references:
        return dict.fromkeys(NAMES.values(), 0.0)
    scores = _scorer().score_multi(list(references), said)
    return {name: float(scores[key].fmeasure) for key, name in NAMES.items()}


@cache
def _scorer() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(list(NAMES), tokenizer=_Words())
