"""Choices from closed lists that are likely to be wrong, by what other examples' words say.

A logistic regression over TF-IDF of words and of runs of letters (no language is presumed) reads
each example without having learnt from it or from its group. Which labels are wrong then follows
by confident learning (Northcutt, Jiang and Chuang 2021), as cleanlab does it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from winnow.calibration.splitting import fold_of
from winnow.recipes.pointers import Scalar
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding

FOLDS: Final = 5
FEWEST: Final = 8  # examples of a choice; of rarer ones nothing is learnt
ROUNDS: Final = 60  # of the regression
STRENGTH: Final = 10.0  # inverse of its penalty; short texts need a weak one
RUNS: Final = 60_000  # different runs of letters that are kept
MARGIN: Final = 0.2  # probability by which another choice must be likelier than the given one


def suspected_choices(data: Data) -> Iterator[Finding]:
    """Closed values that other examples speak against, a finding for each, the surest first."""
    from winnow.tuning.answers import closed_fields

    fields = dict.fromkeys(name for one in data.examples for name in closed_fields(one.form))
    for pointer in fields:
        given = [
            (at, leaves[pointer]) for at, leaves in enumerate(data.leaves) if pointer in leaves
        ]
        counts = Counter(value for _, value in given)
        known = [(at, value) for at, value in given if counts[value] >= FEWEST]
        if len({value for _, value in known}) > 1:
            yield from _of_field(data, pointer, known)


def _of_field(data: Data, pointer: str, given: Sequence[tuple[int, Scalar]]) -> Iterator[Finding]:
    import numpy as np

    choices = list(dict.fromkeys(value for _, value in given))
    labels = np.array([choices.index(value) for _, value in given])
    texts = [data.texts[at] for at, _ in given]
    data.tell(f"reading {pointer} by words", 0, FOLDS)
    likely = _out_of_fold(data, pointer, texts, labels, [data.groups[at] for at, _ in given])
    own = likely[np.arange(len(labels)), labels]
    margins = likely.max(axis=1) - own
    for at in _suspects(labels, likely, margins):
        other = choices[int(likely[at].argmax())]
        yield Finding(
            check="suspected-label",
            severity="warning",
            ids=(data.examples[given[at][0]].id,),
            field=pointer,
            message=f"It is labelled “{given[at][1]}”, and by its words is likelier to be "
            f"“{other}” ({likely[at].max():.0%} against {own[at]:.0%}); check it.",
            score=round(float(margins[at]), 4),
        )


def _out_of_fold(
    data: Data, pointer: str, texts: Sequence[str], labels: Any, groups: Sequence[str]
) -> Any:
    """Probabilities, (examples, choices); each row by a model that did not see its group."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows = _words(texts)
    dealt = fold_of(groups, data.split.seed, FOLDS)
    fold = np.array([dealt[group] for group in groups])
    likely = np.zeros((len(texts), int(labels.max()) + 1))
    for at in range(FOLDS):
        taught, read = fold != at, fold == at
        if read.any() and len(set(labels[taught])) > 1:
            model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
            model.fit(rows[taught], labels[taught])
            likely[np.ix_(read, model.classes_)] = model.predict_proba(rows[read])
        data.tell(f"reading {pointer} by words", at + 1, FOLDS)
    return likely


def _words(texts: Sequence[str]) -> Any:
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+")  # noqa: S106  (no password)
    runs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, max_features=RUNS
    )
    return hstack([words.fit_transform(texts), runs.fit_transform(texts)]).tocsr()


def _suspects(labels: Any, likely: Any, margins: Any) -> list[int]:
    """The rows that confident learning takes for mislabelled and that another choice outdoes."""
    from cleanlab.filter import find_label_issues

    found = find_label_issues(labels, likely, filter_by="low_normalized_margin", n_jobs=1)
    chosen = [at for at, wrong in enumerate(found) if wrong and margins[at] >= MARGIN]
    return sorted(chosen, key=lambda at: -margins[at])
