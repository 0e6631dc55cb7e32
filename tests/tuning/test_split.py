"""How examples are split, and that the test part cannot be trained on."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.testing.training_examples import INTENT, example
from winnow.tuning.parts import HeldOut, Split, TestPart, TrainingPart
from winnow.tuning.split import (
    given_split,
    read_record,
    read_split,
    record_of,
    split_examples,
    write_split,
)

NOUNS = [
    "card",
    "ticket",
    "parcel",
    "voucher",
    "flat",
    "loan",
    "rate",
    "device",
    "booking",
    "letter",
]
TOWNS = ["Lyon", "Oslo", "Porto", "Gdansk", "Turin", "Malmo", "Ghent", "Cork", "Graz", "Brno"]
LABELS = ("card", "card", "card", "top_up", "top_up", "fee")


def messages(count: int = 60, **other: Any) -> list[TrainingExample]:
    return [
        example(
            f"{NOUNS[at % 10]} in {TOWNS[at // 10 % 10]}: "
            + " ".join(
                f"{NOUNS[(at * k) % 10]}{chr(97 + (at * k * 7) % 26) * 3}" for k in range(2, 9)
            ),
            {"intent": LABELS[at % len(LABELS)]},
            **other,
        )
        for at in range(count)
    ]


def test_the_same_examples_and_seed_make_the_same_split_in_any_order() -> None:
    made = messages()
    one, other = split_examples(made, seed=3), split_examples(made[::-1], seed=3)
    assert dict(one.parts) == dict(other.parts)
    assert one.data_hash == other.data_hash
    assert dict(split_examples(made, seed=4).parts) != dict(one.parts)


def test_parts_have_their_shares_and_each_answer_its_share_of_each_part() -> None:
    split = split_examples(messages(120), seed=0)
    counts = Counter(split.parts.values())
    assert (counts["train"], counts["validation"], counts["test"]) == pytest.approx(
        (84, 12, 24), abs=2
    )
    tested = Counter(json.loads(one.answer)["intent"] for one in split.test.open_for_measuring())
    assert tested["card"] == pytest.approx(12, abs=1)
    assert tested["top_up"] == pytest.approx(8, abs=1)
    assert tested["fee"] == pytest.approx(4, abs=1)


def test_a_group_stays_in_one_part() -> None:
    made = [one.model_copy(update={"group": f"g{at // 5}"}) for at, one in enumerate(messages())]
    split = split_examples(made, seed=1)
    parts: dict[str, set[str]] = {}
    for one in made:
        parts.setdefault(one.group, set()).add(split.parts[one.id])
    assert all(len(found) == 1 for found in parts.values())


def test_copies_are_joined_though_their_groups_differ_and_it_says_so() -> None:
    made = messages()
    copies = [
        example(
            one.text.split("\n")[1].replace("booking", "bo0king").replace(" ", "  ") + "!",
            one.answer,
        )
        for one in made[:12]
    ]
    split = split_examples([*made, *copies], seed=2)
    for one, copy in zip(made, copies, strict=False):
        assert split.parts[one.id] == split.parts[copy.id]
        assert any({one.id, copy.id} <= set(ids) for ids in split.joined)


def test_what_may_not_be_trained_on_is_in_no_part() -> None:
    made = messages()
    private = made[0].model_copy(update={"consent": False})
    split = split_examples([private, *made[1:]], seed=0)
    assert private.id not in split.parts
    assert "does not let" in split.left_out[private.id]


def test_a_training_part_is_made_by_a_split_alone() -> None:
    with pytest.raises(TypeError, match="made by a Split alone"):
        TrainingPart(messages(), object())
    with pytest.raises(TypeError, match="made by a Split alone"):
        TestPart(messages(), object())
    with pytest.raises(TypeError, match="final"):
        type("Wider", (TrainingPart,), {})


def test_the_test_part_cannot_be_iterated_and_hands_out_only_what_nothing_trains_on() -> None:
    split = split_examples(messages(), seed=0)
    with pytest.raises(TypeError):
        iter(split.test)  # type: ignore[call-overload]
    opened = split.test.open_for_measuring()
    assert len(opened) == len(split.test) > 0
    assert all(isinstance(one, HeldOut) for one in opened)
    with pytest.raises(MisconfiguredError, match="test part of another split"):
        split_examples([*split.train, *opened], seed=1)
    with pytest.raises(MisconfiguredError, match="test part of another split"):
        given_split(opened, {one.id: "train" for one in opened})


def test_training_holds_no_test_example() -> None:
    split = split_examples(messages(), seed=0)
    held = {one.id for one in split.test.open_for_measuring()}
    assert held.isdisjoint(one.id for one in (*split.train, *split.validation))
    assert len(held) + len(split.train) + len(split.validation) == 60


def test_a_document_on_both_sides_of_a_given_split_is_refused_before_training() -> None:
    made = messages(6)
    again = example("the same document, its second part", {"intent": "fee"}, sha256=made[5].sha256)
    parts = dict.fromkeys((one.id for one in made[:5]), "train") | {made[5].id: "test"}
    split = given_split([*made, again], {**parts, again.id: "train"})  # type: ignore[dict-item]
    with pytest.raises(MisconfiguredError, match="in the train part and in the test part"):
        _ = split.train


def test_a_split_is_written_and_read_again(tmp_path: Path) -> None:
    made = messages()
    split = split_examples(made, seed=5)
    write_split(tmp_path / "a" / "split.json", split)
    again = read_split(tmp_path / "a" / "split.json", made[::-1])
    assert again.data_hash == split.data_hash
    assert {one.id for one in again.train} == {one.id for one in split.train}


@pytest.mark.parametrize(
    "change", [{"answer": '{"intent": "fee"}'}, {"text": "other"}, {"group": "x"}]
)
def test_a_split_whose_data_changed_is_refused(tmp_path: Path, change: dict[str, str]) -> None:
    made = messages()
    write_split(tmp_path / "split.json", split_examples(made, seed=5))
    made[7] = made[7].model_copy(update=change | {"id": made[7].id})
    made[8] = made[8].model_copy(update=change | {"id": made[8].id})
    with pytest.raises(MisconfiguredError, match="not those that were split"):
        read_split(tmp_path / "split.json", made)


def test_a_split_file_that_was_edited_is_refused(tmp_path: Path) -> None:
    made = messages()
    path = tmp_path / "split.json"
    write_split(path, split_examples(made, seed=5))
    told = json.loads(path.read_text())
    told["parts"]["train"].append(told["parts"]["test"].pop())
    path.write_text(json.dumps(told))
    with pytest.raises(MisconfiguredError, match="the file was changed"):
        read_split(path, made)
    path.write_text("{}")
    with pytest.raises(MisconfiguredError, match="is no split"):
        read_split(path, made)


def test_documents_keep_their_part_when_more_are_labelled(tmp_path: Path) -> None:
    made = messages(120)
    write_split(tmp_path / "split.json", split_examples(made[:60], seed=5))
    before = read_record(tmp_path / "split.json")
    later = split_examples(made, seed=9, before=before)
    for part, shas in before.documents.items():
        assert {later.parts[one.id] for one in made if one.sha256 in shas} == {part}
    assert Counter(later.parts.values())["test"] == pytest.approx(24, abs=2)


def test_an_old_test_document_joined_to_a_trained_one_is_tested_on() -> None:
    made = messages()
    split = split_examples(made, seed=5)
    before = record_of(split)
    one = next(at for at in made if split.parts[at.id] == "train")
    other = next(at for at in made if split.parts[at.id] == "test")
    joined = [at.model_copy(update={"group": "both"}) if at in (one, other) else at for at in made]
    later = split_examples(joined, seed=5, before=before)
    assert later.parts[one.id] == later.parts[other.id] == "test"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ([], "there is no example"),
        (messages(2), "too few for three parts"),
        ([one.model_copy(update={"group": "one"}) for one in messages(20)], "too few"),
        (messages(5) + messages(1), "stands in the data twice"),
        ([one.model_copy(update={"consent": False}) for one in messages(9)], "no example"),
    ],
)
def test_what_makes_no_split_is_told_with_what_to_do(
    made: list[TrainingExample], told: str
) -> None:
    with pytest.raises(MisconfiguredError, match=told):
        split_examples(made, seed=0)


def test_shares_must_add_up() -> None:
    with pytest.raises(MisconfiguredError, match="add up to 1"):
        split_examples(messages(), seed=0, shares=(0.7, 0.2, 0.2))


def test_a_split_does_not_change() -> None:
    split: Split = split_examples(messages(), seed=0)
    with pytest.raises(AttributeError):
        split.seed = 1  # type: ignore[misc]
    assert INTENT.recipe == split.examples[0].recipe
