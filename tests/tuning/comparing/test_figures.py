"""Figures of outcomes, differences between them, and the rule of the verdict."""

from pathlib import Path
from random import Random

import pytest

from winnow.contracts.base import Record
from winnow.evaluation.labels import macro_f1
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing.comparison import Comparison, Row, Verdict
from winnow.tuning.comparing.differences import differences
from winnow.tuning.comparing.figures import label_pairs, row_of
from winnow.tuning.comparing.kinds import kind_of
from winnow.tuning.comparing.outcomes import Outcome
from winnow.tuning.comparing.plot import draw
from winnow.tuning.comparing.report import render
from winnow.tuning.comparing.rouge import rouge
from winnow.tuning.comparing.verdict import judge_worth


def labelled(at: int, said: str | None, label: str, usd: float = 0.001, **more: str) -> Outcome:
    right = said == label
    return Outcome(
        document=f"d{at}",
        right=right,
        returned=1,
        true=1,
        exact=right,
        valid=said is not None,
        failure=None if said else "cut_off: after 64 tokens",
        said=said,
        label=label,
        usd=usd,
        by_time=True,
        seconds=0.1,
        slices=more,
    )


def row(role: str, right: int, of: int, usd: float = 0.001) -> Row:
    """The first `right` of so many documents are right."""
    outcomes = [labelled(at, "a" if at < right else "b", "a", usd) for at in range(of)]
    return row_of(role, f"{role}-name", f"{role}-model", outcomes, "label", 0)


def verdict(tuned: Row, *others: Row) -> Verdict:
    apart = differences(tuned, others, "label", 0)
    return judge_worth(tuned, others, apart, "accuracy")


def test_macro_f1_is_sklearns() -> None:
    from sklearn.metrics import f1_score

    random = Random(3)
    pairs = [(random.choice("abc"), random.choice("abcd")) for _ in range(60)]
    outcomes = [labelled(at, said, label) for at, (label, said) in enumerate(pairs)]
    wanted = f1_score(*zip(*pairs, strict=True), labels=["a", "b", "c"], average="macro")
    assert macro_f1(label_pairs(outcomes)).value == pytest.approx(wanted)


def test_a_failure_is_no_label_and_counts_as_wrong() -> None:
    outcomes = [labelled(0, "a", "a"), labelled(1, None, "a")]
    found = row_of("base", "n", "m", outcomes, "label", 0)
    assert found.main.value == 0.5
    assert found.failure_reasons == {"cut_off": 1}
    assert (found.valid.count, found.valid.of) == (1, 2)


def test_english_rouge_is_googles() -> None:
    from rouge_score.rouge_scorer import RougeScorer

    said = "The committees approved budgets, running 3 meetings."
    reference = "The committee has approved the budget in three meetings; it ran long."
    scorer = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    wanted = scorer.score(reference, said)
    found = rouge(said, [reference])
    assert found["ROUGE-1"] == pytest.approx(wanted["rouge1"].fmeasure)
    assert found["ROUGE-L"] == pytest.approx(wanted["rougeL"].fmeasure)


def test_rouge_reads_other_scripts_and_takes_the_best_reference() -> None:
    found = rouge("Комитет одобрил бюджет", ["Другое", "комитет одобрил бюджет"])
    assert found["ROUGE-L"] == 1.0
    assert rouge("x", [])["ROUGE-1"] == 0.0


def test_a_clear_gain_over_all_is_worth_it() -> None:
    found = verdict(row("tuned", 90, 100), row("base", 40, 100), row("few-shot", 60, 100))
    assert found.decision == "worth it"
    assert "few-shot" in found.reason


def test_something_better_is_named_in_its_place() -> None:
    found = verdict(row("tuned", 60, 100), row("base", 40, 100), row("classifier", 90, 100))
    assert found.decision == "not worth it"
    assert "classifier is better" in found.reason
    assert "no language model" in found.reason


def test_as_good_for_no_more_money_is_not_worth_it() -> None:
    found = verdict(row("tuned", 290, 300), row("few-shot", 290, 300))
    assert found.decision == "not worth it"
    assert "as good" in found.reason


def test_as_good_as_what_costs_more_is_worth_it() -> None:
    found = verdict(row("tuned", 290, 300, 0.001), row("api", 290, 300, 0.02))
    assert found.decision == "worth it"
    assert "$1 of the machine's time, against $20" in found.reason


def test_a_difference_that_may_be_chance_is_not_shown_and_says_how_many_would_show_it() -> None:
    found = verdict(row("tuned", 14, 20), row("few-shot", 11, 20))
    assert found.decision == "not shown"
    assert "would show on about" in found.reason
    assert "only 20 documents" in found.notes[0]


def test_without_a_tuned_model_the_best_of_the_others_is_told() -> None:
    found = judge_worth(None, [row("base", 1, 4), row("few-shot", 3, 4)], (), "accuracy")
    assert found.decision == "not shown"
    assert "few-shot" in found.reason


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ({"type": "string", "enum": ["a", "b"]}, "label"),
        ({"type": "string", "maxLength": 600}, "text"),
        ({"type": "string"}, "values"),
        ({"type": "number"}, "values"),
    ],
)
def test_the_only_field_says_what_an_answer_is(
    slip: Recipe, field: dict[str, object], kind: str
) -> None:
    alone = {"type": "object", "properties": {"x": field}}
    recipe = slip.model_copy(update={"fields": alone})
    assert kind_of(recipe) == kind
    assert kind_of(slip) == "values"
    assert (kind_of(slip, "classify"), kind_of(slip, "summarise")) == ("label", "text")


def test_the_report_and_its_picture_tell_the_verdict(tmp_path: Path) -> None:
    rows = (row("base", 40, 100), row("tuned", 90, 100, 0.01))
    apart = differences(rows[1], rows[:1], "label", 0)
    found = Comparison.model_validate(
        {
            "recipe": "intent@1",
            "fields_hash": "f",
            "task": "extract",
            "kind": "label",
            "measure": "accuracy",
            "documents": 100,
            "data_hash": "d",
            "rows": [one.model_dump() for one in rows],
            "tuned": rows[1].model,
            "apart": [one.model_dump() for one in apart],
            "verdict": judge_worth(rows[1], rows[:1], apart, "accuracy").model_dump(),
            "seed": 0,
            "usd_per_hour": 0.1,
            "created_at": "2026-01-01T00:00:00Z",
            "wall_seconds": 1.0,
        }
    )
    told = render(found, "plot.png")
    assert "## Verdict: worth it" in told
    assert "| base | 0.400" in told
    assert "macro F1" in told
    assert draw(found, tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
    assert isinstance(found, Record)
