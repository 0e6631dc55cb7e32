"""Choices from closed lists that are likely to be wrong, by what other examples say.

A logistic regression reads each example without having learnt from it or from its group: over
TF-IDF of words and of runs of letters (no language is presumed), made dense by latent semantic
analysis (Deerwester et al. 1990), and, where vectors are given, over those of a sentence embedder
too. Labels are ranked by their margin, the likelihood of the best other choice less their own, as
cleanlab computes it (Northcutt, Jiang and Chuang 2021). Its filter by confident learning found
0.78 of labels swapped in BANKING77, the margin 0.89; see docs/tuning.md.
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
STRENGTH: Final = {"words": 30.0, "meaning": 10.0}  # inverse of its penalty
RUNS: Final = 60_000  # different runs of letters that are kept
DIMENSIONS: Final = 600  # of the words, made dense
MARGIN: Final = 0.45  # probability by which another choice must be likelier than the given one


def suspected_choices(data: Data) -> Iterator[Finding]:
    """Closed values that other examples speak against, a finding for each, the surest first."""
    fields = sorted({name for closed in data.closed for name in closed})
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
    likely = _read_by_others(data, pointer, [at for at, _ in given], labels)
    own = likely[np.arange(len(labels)), labels]
    margins = _margins(labels, likely)
    for at in sorted(range(len(labels)), key=lambda at: -margins[at]):
        if margins[at] < MARGIN:
            return
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


def _read_by_others(data: Data, pointer: str, members: Sequence[int], labels: Any) -> Any:
    """Probabilities, (examples, choices): the mean of what words and, where given, vectors say."""
    import numpy as np

    step, groups = f"reading {pointer} by words", [data.groups[at] for at in members]
    data.tell(step, 0, 1)
    read = [_out_of_fold(data, _words([data.texts[at] for at in members]), labels, groups, "words")]
    ids = [data.examples[at].id for at in members]
    if all(one in data.vectors for one in ids):
        vectors = np.array([data.vectors[one] for one in ids])
        read.append(_out_of_fold(data, vectors, labels, groups, "meaning"))
    data.tell(step, 1, 1)
    return np.mean(read, axis=0)


def _out_of_fold(data: Data, rows: Any, labels: Any, groups: Sequence[str], kind: str) -> Any:
    """Each row's probabilities by a model that did not see its group."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    dealt = fold_of(groups, data.split.seed, FOLDS)
    fold = np.array([dealt[group] for group in groups])
    likely = np.zeros((len(labels), int(labels.max()) + 1))
    for at in range(FOLDS):
        taught, read = fold != at, fold == at
        if read.any() and len(set(labels[taught])) > 1:
            model = LogisticRegression(C=STRENGTH[kind], max_iter=ROUNDS, tol=1e-3)
            model.fit(rows[taught], labels[taught])
            likely[np.ix_(read, model.classes_)] = model.predict_proba(rows[read])
    return likely


def _words(texts: Sequence[str]) -> Any:
    """Rows of unit length, as many numbers as DIMENSIONS, or as the texts allow."""
    from scipy.sparse import hstack
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+")  # noqa: S106  (no password)
    runs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, max_features=RUNS
    )
    counted = hstack([words.fit_transform(texts), runs.fit_transform(texts)]).tocsr()
    if min(counted.shape) <= DIMENSIONS:
        return counted
    return normalize(TruncatedSVD(DIMENSIONS, random_state=0).fit_transform(counted))


def _margins(labels: Any, likely: Any) -> Any:
    """By how much the best other choice is likelier than the given one; -1 to 1."""
    from cleanlab.rank import get_label_quality_scores

    scores = get_label_quality_scores(labels, likely, method="normalized_margin")
    return 1 - 2 * scores  # cleanlab's go from 0, surely wrong, to 1
