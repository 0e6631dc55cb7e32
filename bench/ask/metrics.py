"""How right an answer is: SQuAD v1.1 (Rajpurkar et al. 2016), and TAT-QA (Zhu et al. 2021)."""

import re
import string
from collections import Counter
from collections.abc import Sequence

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "percent": 0.01}


def words_of(text: str) -> list[str]:
    """Lower case, without marks and English articles: SQuAD's normal form."""
    bare = "".join(sign for sign in text.lower() if sign not in string.punctuation)
    return re.sub(r"\b(?:a|an|the)\b", " ", bare).split()


def exact(said: str, answers: Sequence[str]) -> float:
    """1.0 where the normal forms are the same for one of the answers."""
    return float(any(words_of(said) == words_of(one) for one in answers))


def f1(said: str, answers: Sequence[str]) -> float:
    """The best F1 of the words, repeated words counted as often as they stand there."""
    return max((_f1(words_of(said), words_of(one)) for one in answers), default=0.0)


def _f1(mine: list[str], theirs: list[str]) -> float:
    both = sum((Counter(mine) & Counter(theirs)).values())
    return 2 * both / (len(mine) + len(theirs)) if both else 0.0


def tatqa_scores(said: str, scale: str, gold: dict[str, object]) -> tuple[float, float]:
    """EM and F1 as TAT-QA counts them: all spans as one text, numbers with their scale.

    The words of an answer are a set, and what must be reckoned or counted is right or not.
    """
    answers = gold["answer"] if isinstance(gold["answer"], list) else [gold["answer"]]
    truth = _tatqa_form([str(one) for one in answers], str(gold["scale"]))
    tried = [_tatqa_form([said], scale)]
    if not scale and (number := _number(said)) is not None:
        tried.append(f"{number:.4f}")  # 0.2342 is 23.42 percent too
    right = float(any(one == truth for one in tried))
    if gold["answer_type"] in ("arithmetic", "count"):
        return right, right
    return right, max(_set_f1(set(one.split()), set(truth.split())) for one in tried)


def _tatqa_form(answers: Sequence[str], scale: str) -> str:
    parts = []
    for one in sorted(answers):
        number = _number(one)
        if number is None:
            parts.append(" ".join(words_of(one.replace("-", " "))) + (f" {scale}" if scale else ""))
        elif "%" in one:
            parts.append(f"{number:.4f}")
        else:
            parts.append(f"{round(number, 2) * SCALES.get(scale, 1.0):.4f}")
    return " ".join(parts)


def _set_f1(mine: set[str], theirs: set[str]) -> float:
    both = len(mine & theirs)
    return 2 * both / (len(mine) + len(theirs)) if both else 0.0


def _number(text: str) -> float | None:
    """The one number that a text is, whatever its currency; in brackets it is below zero."""
    bare = text.strip().strip("$\u20ac\u00a3\u00a5 ").replace(",", "").replace(" ", "")
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()$\u20ac\u00a3\u00a5")
    percent = bare.endswith("%")
    try:
        number = float(bare.removesuffix("%"))
    except ValueError:
        return None
    number = -number if negative else number
    return number / 100 if percent else number
