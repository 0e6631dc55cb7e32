"""What a sheet shows of a document, before and after people said something of it."""

from dataclasses import replace
from typing import Any

from winnow.contracts.parsed import HiddenText
from winnow.contracts.reviews import (
    Compared,
    FieldDecision,
    ReviewChanged,
    ReviewDecided,
    ReviewRequested,
)
from winnow.recipes.recipe import Recipe
from winnow_review.folding import Item
from winnow_review.sheet.cells import Group, Table
from winnow_review.sheet.sheet import flagged_order, in_doubt

Sheets = Any  # the fixtures of conftest.py


def noted(request: ReviewRequested, *fields: FieldDecision) -> Item:
    """The item after one write of these decisions."""
    write = ReviewChanged(
        document_id=request.document_id,
        requested=str(request.event_id),
        reviewer="ann",
        change="noted",
        revision=1,
        fields=fields,
    )
    return Item(request, revision=1, noted=(write,))


def decision(pointer: str, action: str, value: Any = None, **more: Any) -> FieldDecision:
    told = {"pointer": pointer, "action": action, "value": value, "reviewer": "ann", **more}
    return FieldDecision.model_validate(told)


def test_fields_stand_in_the_recipes_order_with_objects_as_groups_and_lists_as_tables(
    shown: Sheets,
) -> None:
    nodes = shown().nodes
    assert [node.label for node in nodes] == ["Seller", "Net", "Tax", "Total", "Items"]
    seller, *_, items = nodes
    assert isinstance(seller, Group)
    assert isinstance(items, Table)
    assert [column.label for column in items.columns] == ["Name", "Amount"]
    assert [cell.value for row in items.rows for cell in row.cells] == ["tea", 4.0, "cake", 6.0]


def test_each_value_is_held_against_its_own_fields_threshold(shown: Sheets, asked: Sheets) -> None:
    cells = shown(Item(asked(doubtful=("/total",)))).cells
    assert cells["field-net"].standing == "passes"  # 0.98 of 0.97
    assert cells["field-items-1-amount"].standing == "doubtful"  # 0.3 of 0.5
    assert cells["field-items-0-amount"].standing == "passes"
    assert cells["field-tax"].standing == "doubtful"  # no threshold: a person must always look
    assert "asked for: at least 97 %, has 71 %" in cells["field-total"].told
    assert "a person must always look at it; has 90 %" in cells["field-tax"].told


def test_without_thresholds_only_what_was_asked_for_is_in_doubt(
    shown: Sheets, asked: Sheets
) -> None:
    cells = shown(Item(asked(thresholds={}))).cells
    assert [id_ for id_, one in cells.items() if one.standing == "doubtful"] == [
        "field-total",
        "field-items-1-amount",
    ]


def test_a_missing_must_have_says_so(shown: Sheets, asked: Sheets, read: Sheets) -> None:
    draft = read()
    data = {**draft.data, "total": None}
    leaves = {at: one for at, one in draft.leaves.items() if at != "/total"}
    missing = draft.model_copy(update={"data": data, "leaves": leaves})
    cell = shown(Item(asked()), missing).cells["field-total"]
    assert (cell.standing, cell.flagged, cell.confidence) == ("missing", True, None)
    assert "must not be missing" in cell.told


def test_an_edited_value_loses_the_models_confidence_and_evidence(
    shown: Sheets, asked: Sheets
) -> None:
    item = noted(asked(), decision("/total", "correct", 12.5, reason="ocr"))
    cell = shown(item).cells["field-total"]
    assert (cell.standing, cell.value, cell.read) == ("corrected", 12.5, 12.0)
    assert (cell.confidence, cell.placed, cell.page) == (None, False, None)
    assert cell.told[:3] == (
        "corrected by ann (misread characters)",
        "the model read: “12”",
        "edited: the model's confidence no longer applies",
    )


def test_a_confirmed_value_keeps_its_evidence(shown: Sheets, asked: Sheets) -> None:
    cell = shown(noted(asked(), decision("/total", "confirm", 12.0))).cells["field-total"]
    assert (cell.standing, cell.placed, cell.page) == ("confirmed", True, 2)
    assert "found on page 2" in cell.told


def test_a_fix_makes_the_rules_banner_go_and_a_bad_edit_makes_one(
    shown: Sheets, asked: Sheets, read: Sheets, read_leaf: Sheets
) -> None:
    def broken(item: Item, draft: Any = None) -> list[str]:
        return [line for one in shown(item, draft).banners for line in one.lines]

    assert broken(Item(asked())) == ["does not add up"]
    assert broken(noted(asked(), decision("/total", "correct", 12.5))) == []
    draft = read(total=read_leaf(12.5, 0.7))
    whole = draft.model_copy(update={"data": {**draft.data, "total": 12.5}})
    assert broken(Item(asked()), whole) == []
    assert broken(noted(asked(), decision("/tax", "correct", 3.5)), whole) == ["does not add up"]


def test_a_broken_rule_is_told_at_the_values_that_it_names(shown: Sheets) -> None:
    cells = shown().cells
    assert "breaks the rule: does not add up" in cells["field-net"].told
    assert "breaks the rule: does not add up" not in cells["field-seller-name"].told


def test_the_weakest_come_first_and_deciding_moves_nothing(shown: Sheets, asked: Sheets) -> None:
    before = [cell.id for cell in in_doubt(shown())]
    assert before == ["field-items-1-amount", "field-total"]
    after = shown(noted(asked(), decision("/items/1/amount", "confirm", 6.0)))
    assert [cell.id for cell in in_doubt(after)] == before
    assert flagged_order(after, "weakest") == ("field-total",)


def test_in_document_order_the_flags_come_as_they_stand(shown: Sheets) -> None:
    assert flagged_order(shown(), "document") == ("field-total", "field-items-1-amount")
    assert flagged_order(shown(), "weakest") == ("field-items-1-amount", "field-total")


def test_what_is_left_counts_down(shown: Sheets, asked: Sheets) -> None:
    sheet = shown(noted(asked(), decision("/total", "clear")))
    assert (sheet.asked, sheet.left) == (2, 1)
    assert sheet.cells["field-total"].standing == "cleared"


def test_a_row_that_was_taken_out_is_gone_with_its_cells(shown: Sheets, asked: Sheets) -> None:
    sheet = shown(noted(asked(), decision("/items/1", "clear")))
    [items] = [node for node in sheet.nodes if isinstance(node, Table)]
    assert [row.gone for row in items.rows] == [False, True]
    assert sheet.cells["field-items-1-amount"].standing == "cleared"
    assert sheet.left == 1  # the amount in doubt went with its row


def test_a_row_that_was_added_stands_at_the_end(shown: Sheets, asked: Sheets) -> None:
    added = decision("/items/2/name", "correct", "milk", reason="missing_row")
    sheet = shown(noted(asked(), added))
    assert sheet.cells["field-items-2-name"].standing == "corrected"
    assert sheet.cells["field-items-2-amount"].standing == "missing"


def test_a_list_that_is_missing_as_a_whole_is_flagged(shown: Sheets, asked: Sheets) -> None:
    sheet = shown(Item(asked(doubtful=("/items",))))
    assert flagged_order(sheet, "weakest") == ("table-items",)
    done = shown(noted(asked(doubtful=("/items",)), decision("/items/2/name", "correct", "milk")))
    assert done.left == 0


def test_rows_that_hold_lists_become_groups(shown: Sheets, asked: Sheets, read: Sheets) -> None:
    tags = {"type": "array", "items": {"type": "string"}}
    row = {"type": "object", "properties": {"day": {"type": "string"}, "tags": tags}}
    fields = {"type": "object", "properties": {"days": {"type": "array", "items": row}}}
    data = {"days": [{"day": "Monday", "tags": ["a", "b"]}]}
    draft = read().model_copy(update={"data": data, "leaves": {}})
    recipe = _recipe(fields)
    sheet = shown(Item(asked()), draft, recipe=recipe)
    assert [one.path for one in sheet.cells.values() if one.part == "field"] == [
        "Days, row 1, day",
        "Days, row 1, tags, row 1",
        "Days, row 1, tags, row 2",
    ]
    gone = shown(noted(asked(doubtful=()), decision("/days/0", "clear")), draft, recipe=recipe)
    assert gone.cells["field-days-0-day"].gone


def test_hidden_text_is_a_banner_that_shows_what_it_says(shown: Sheets) -> None:
    hidden = HiddenText(text="ignore\u202e all", page=1, how="tiny")
    first = shown(hidden=(hidden,)).banners[0]
    assert first.lines == ("page 1, too small to read: “ignore⟨RLO⟩ all”",)


def test_an_adjudicator_sees_both_readings_and_no_names(shown: Sheets, asked: Sheets) -> None:
    request = asked()
    first = ReviewDecided(
        document_id=request.document_id,
        source=request.source,
        requested=str(request.event_id),
        reviewer="ann",
        outcome="approved",
        fields=(decision("/total", "correct", 12.5), decision("/items/1/amount", "confirm", 6.0)),
        revision=1,
    )
    opinion = ReviewChanged(
        document_id=request.document_id,
        requested=str(request.event_id),
        reviewer="bob",
        change="opinion",
        revision=2,
        compared=(
            Compared(pointer="/total", first=12.5, second=12.8, same=False),
            Compared(pointer="/items/1/amount", first=6.0, second=6.0, same=True),
        ),
    )
    item = Item(request, state="disputed", revision=2, decided=first, opinions=(opinion,))
    sheet = shown(item)
    total = sheet.cells["field-total"]
    assert total.readings is not None
    assert (total.readings.first, total.readings.second) == (12.5, 12.8)
    assert (total.standing, total.flagged, sheet.left) == ("doubtful", True, 1)
    assert "ann" not in " ".join(line for one in sheet.cells.values() for line in one.told)
    settled = replace(item, noted=noted(request, decision("/total", "correct", 12.8)).noted)
    assert (shown(settled).left, shown(settled).cells["field-total"].value) == (0, 12.8)


def test_a_sentence_of_the_summary_tells_the_pages_it_rests_on(
    shown: Sheets, asked: Sheets
) -> None:
    [cell] = shown().summary
    assert cell.told == ("rests on page 2",)
    removed = shown(noted(asked(), decision("/0", "clear", part="summary")))
    assert removed.summary[0].standing == "cleared"
    assert removed.summary[0].value is None


def test_without_a_recipe_there_are_no_values_and_the_type_is_asked_for(
    shown: Sheets, asked: Sheets
) -> None:
    sheet = shown(Item(asked(recipe=None)), recipe=None)
    assert (sheet.nodes, sheet.chosen) == ((), False)
    assert sheet.type_of.standing == "missing"


def _recipe(fields: dict[str, Any]) -> Recipe:
    return Recipe(recipe="receipt", version=1, title="R", description="", fields=fields)
