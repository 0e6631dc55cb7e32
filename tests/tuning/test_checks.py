"""What the checks find in training data, and what they leave alone."""

import json
from typing import Any

import pytest

from winnow.contracts.tuning import TrainingExample
from winnow.testing.training_examples import INTENT, RECEIPT, example
from winnow.tuning.checks import Finding, Report, check
from winnow.tuning.parts import Part
from winnow.tuning.split import given_split

WORDS = {
    "card": "card plastic chip pin arrive delivery post",
    "top_up": "top money add balance bank account load",
    "fee": "fee charge cost price paid extra statement",
}
SHOPS = ("Alder Books", "Birch Foods", "Cedar Tools", "Dogwood Cafe", "Elm Pharmacy", "Fir Garden")


def messages(count: int = 90) -> list[TrainingExample]:
    made = []
    for at in range(count):
        intent = ("card", "top_up", "fee")[at % 3]
        words = WORDS[intent].split()
        text = " ".join(words[(at * k + k) % len(words)] for k in range(1, 7))
        made.append(example(f"{text} {chr(97 + at % 26) * 4} {at * 7919}", {"intent": intent}))
    return made


def slip(at: int, **other: Any) -> TrainingExample:
    """A slip: every one has other wares, so that none is a copy of another."""
    total, day = 10 + at * 1.37, f"2024-{at % 12 + 1:02}-{at % 27 + 1:02}"
    year, month, date = day.split("-")
    wares = "\n".join(
        f"{chr(97 + at * k % 26) * 3}{chr(97 + (at + k * 5) % 26) * 4} {k}.{at * k % 90 + 10}"
        for k in range(1, 9)
    )
    text = (
        f"{SHOPS[at % 6]}\n{date}.{month}.{year}\n{wares}\nTOTAL {total:.2f}\nthank you {at * 31}"
    )
    answer = {"merchant": SHOPS[at % 6], "date": day, "total": round(total, 2)}
    return example(text, {**answer, **other}, RECEIPT)


def checked(
    examples: list[TrainingExample], parts: dict[str, Part] | None = None, **other: Any
) -> Report:
    given: dict[str, Part] = {
        one.id: "test" if at % 5 == 4 else "train" for at, one in enumerate(examples)
    }
    recipe = INTENT if examples[0].recipe == INTENT.recipe else RECEIPT
    return check(given_split(examples, given | (parts or {})), recipe, **other)


def of(report: Report, *names: str) -> list[Finding]:
    return [one for one in report.findings if one.check in names]


def again(one: TrainingExample, text: str | None = None, **other: Any) -> TrainingExample:
    """Another document with the same text, or nearly, and the same answer."""
    plain = one.text.split("\n", 1)[1].rsplit("\n", 1)[0]
    recipe = INTENT if one.recipe == INTENT.recipe else RECEIPT
    new = {"id": f"{one.id}-again", "document": "again", "group": "again", "sha256": "again"}
    answer = other.pop("answer", one.answer)
    return example(text or plain, answer, recipe, **(new | other))


def test_clean_data_has_nothing_that_blocks() -> None:
    report = checked(messages())
    assert report.blocking == ()
    assert of(report, "suspected-label", "leak-by-copy", "contradiction") == []


def test_a_copy_on_the_other_side_of_the_split_blocks() -> None:
    made = messages()
    report = checked([*made, again(made[0])], {f"{made[0].id}-again": "test"})
    [found] = of(report, "leak-by-copy")
    assert found.severity == "blocking"
    assert found.ids == (f"{made[0].id}-again", made[0].id)
    assert [set(one.ids) for one in of(report, "exact-duplicates")] == [set(found.ids)]


def test_a_near_copy_on_the_other_side_blocks_too() -> None:
    made = messages()
    near = made[0].text.split("\n")[1].replace("l", "1", 1).replace(" ", "  ") + "x"
    report = checked([*made, again(made[0], near)], {f"{made[0].id}-again": "test"})
    [found] = of(report, "leak-by-copy")
    assert "near copy" in found.message
    assert of(report, "near-duplicates") != []


def test_a_copy_within_training_is_told_and_blocks_nothing() -> None:
    made = messages()
    report = checked([*made, again(made[0])], {f"{made[0].id}-again": "train"})
    assert of(report, "leak-by-copy") == []
    assert [one.severity for one in of(report, "exact-duplicates")] == ["warning"]


@pytest.mark.parametrize(
    ("key", "check_"), [("document", "leak-by-document"), ("group", "leak-by-group")]
)
def test_a_document_or_group_on_both_sides_blocks(key: str, check_: str) -> None:
    made = messages()
    made[4] = made[4].model_copy(update={key: getattr(made[0], key)})
    [found] = of(checked(made), check_)
    assert set(found.ids) == {made[0].id, made[4].id}
    assert found.severity == "blocking"


def test_one_text_with_two_answers_blocks_and_names_both() -> None:
    made = messages()
    other = again(made[0], answer=json.dumps({"intent": "fee"}))
    [found] = of(checked([*made, other]), "contradiction")
    assert set(found.ids) == {made[0].id, other.id}
    assert found.field == "/intent"
    assert "card" in found.message
    assert "fee" in found.message


def test_near_copies_with_two_answers_are_a_warning() -> None:
    made = messages()
    text = made[0].text.split("\n")[1] + " x"
    other = again(made[0], text, answer=json.dumps({"intent": "fee"}))
    [found] = of(checked([*made, other]), "near-contradiction")
    assert found.severity == "warning"


def test_texts_that_differ_in_marks_alone_are_compared_too() -> None:
    made = messages()
    other = again(made[0], made[0].text.split("\n")[1] + "?!", answer='{"intent": "fee"}')
    report = checked([*made, other])
    assert of(report, "contradiction") == []
    [found] = of(report, "near-contradiction")
    assert set(found.ids) == {made[0].id, other.id}


def test_a_swapped_label_is_suspected_and_the_likelier_one_is_named() -> None:
    made = messages(120)
    made[33] = made[33].model_copy(update={"answer": json.dumps({"intent": "fee"})})
    found = of(checked(made), "suspected-label")
    assert [one.ids for one in found] == [(made[33].id,)]
    assert "likelier to be “card”" in found[0].message


def test_a_value_of_another_document_is_suspected() -> None:
    made = [slip(at) for at in range(60)]
    made[7] = made[7].model_copy(update={"answer": slip(7, total=10 + 22 * 1.37).answer})
    report = checked(made)
    assert (made[7].id,) in [one.ids for one in of(report, "value-not-in-text")]
    assert [one.field for one in of(report, "suspected-label") if one.ids == (made[7].id,)] == [
        "/total"
    ]


def test_a_value_that_ends_elsewhere_is_a_note_and_no_wrong_label() -> None:
    made = [slip(at) for at in range(60)]
    made[6] = made[6].model_copy(update={"answer": slip(6, merchant="Alder").answer})
    report = checked(made)
    assert [one.ids for one in of(report, "suspected-label")] == []
    assert [(one.ids, one.severity) for one in of(report, "label-extent")] == [
        ((made[6].id,), "note")
    ]


def test_days_and_amounts_in_other_spellings_are_in_the_text() -> None:
    assert of(checked([slip(at) for at in range(40)]), "value-not-in-text") == []


def test_an_answer_that_does_not_fit_its_form_blocks() -> None:
    made = messages()
    made[0] = made[0].model_copy(update={"answer": '{"intent": "weather"}'})
    made[1] = made[1].model_copy(update={"answer": "{not json"})
    made[2] = made[2].model_copy(update={"answer": "{}"})
    found = of(checked(made), "schema")
    assert {one.ids[0] for one in found} == {made[0].id, made[1].id, made[2].id}
    assert all(one.severity == "blocking" for one in found)


def test_a_day_that_is_not_in_the_calendar_blocks() -> None:
    made = [slip(at) for at in range(40)]
    made[3] = made[3].model_copy(update={"answer": slip(3, date="2024-02-31").answer})
    assert [one.ids for one in of(checked(made), "schema")] == [(made[3].id,)]


def test_labels_of_another_version_of_the_recipe_block() -> None:
    made = messages()
    made[0] = made[0].model_copy(update={"fields_hash": "0" * 16})
    [found] = of(checked(made), "changed-recipe")
    assert found.ids == (made[0].id,)
    assert "record them again" in found.message


def test_examples_of_another_recipe_block() -> None:
    made = messages()
    [found] = of(checked([*made, slip(0)]), "other-recipe")
    assert found.ids == (slip(0).id,)


def test_examples_longer_than_the_context_block() -> None:
    made = messages()
    long = example("word " * 1000, {"intent": "fee"})
    [found] = of(checked([*made, long], room=1000), "length")
    assert found.ids == (long.id,)


def test_one_answer_for_all_blocks() -> None:
    made = [one.model_copy(update={"answer": '{"intent": "fee"}'}) for one in messages()]
    assert any(one.check == "balance" for one in checked(made).blocking)


def test_rare_choices_and_small_parts_are_told() -> None:
    made = messages(20)
    told = [one.message for one in of(checked(made), "balance")]
    assert any("train part has" in one for one in told)
    assert any("test part has" in one for one in told)


def test_what_the_champion_reads_otherwise_is_told() -> None:
    made = [slip(at) for at in range(40)]
    report = checked(made, champion={made[5].id: {"merchant": "Alder Bookshop", "total": 16.85}})
    [found] = of(report, "champion-disagrees")
    assert (found.ids, found.field) == ((made[5].id,), "/merchant")


def test_an_unusual_form_and_size_are_told() -> None:
    made = [slip(at) for at in range(60)]
    made[9] = made[9].model_copy(update={"answer": slip(9, total=999999.0).answer})
    found = of(checked(made), "format-outlier")
    assert (made[9].id,) in [one.ids for one in found]


def test_the_report_reads_back_as_it_was_written() -> None:
    report = checked(messages())
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_whoever_watches_is_told_how_far_it_is() -> None:
    steps: list[tuple[str, int, int]] = []
    checked(messages(), on_progress=lambda *told: steps.append(told))
    assert ("comparing texts", 90, 90) in steps
    assert all(done <= of_all for _, done, of_all in steps)
