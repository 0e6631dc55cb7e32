"""Which contenders apply, and which adapters may be compared."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.contracts.tuning import ModelCard
from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.recipes.recipe import Recipe
from winnow.testing.held_out import WORDS, example
from winnow.testing.model import FakeModel
from winnow.tuning.comparing import opening
from winnow.tuning.comparing.adapters import check_adapter, find_adapter
from winnow.tuning.comparing.opening import Field, open_contenders

TAUGHT = [example(words, {"intent": name}) for name, words in WORDS.items()]
DOCUMENTS = [Labelled(f"d{at}", f"d{at}", {"total": 1.0}, text="x") for at in range(15)]


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setattr(opening, "open_model", lambda _: FakeModel(name="base"))
    monkeypatch.setattr(opening, "open_rung", lambda name, _: FakeModel(name=name))


def roles(field: Field, *names: str) -> list[str]:
    return [one.role for one in open_contenders(field, names)]


def test_all_that_apply_to_values_are_opened(slip: Recipe, settings: Settings) -> None:
    field = Field(slip, "extract", settings, TAUGHT, DOCUMENTS, [Path("a"), Path("b")])
    assert roles(field) == ["base", "few-shot", "retrieved", "tuned", "tuned", "layout"]


def test_a_classification_has_the_classifier_in_place_of_the_layout(
    intent: Recipe, settings: Settings
) -> None:
    field = Field(intent, "extract", settings, TAUGHT, DOCUMENTS)
    assert roles(field) == ["base", "retrieved", "classifier"]


def test_a_server_that_is_set_up_and_a_champion_are_compared_too(
    slip: Recipe, settings: Settings
) -> None:
    served = settings.model_copy(
        update={"openai_base_url": "http://model/v1", "openai_model": "large"}
    )
    field = Field(slip, "extract", served, (), (), champion=FakeModel(name="champion"))
    opened = open_contenders(field)
    assert [(one.role, one.reader) for one in opened][2:] == [
        ("champion", "champion"),
        ("api", "openai"),
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("tuned", "--adapter"),
        ("api", "ANTHROPIC_API_KEY"),
        ("layout", "15 labelled documents"),
        ("retrieved", "training examples"),
        ("classifier", "asks for more"),
        ("best", "there is no contender"),
    ],
)
def test_one_that_does_not_apply_says_why(
    slip: Recipe, settings: Settings, name: str, why: str
) -> None:
    with pytest.raises(MisconfiguredError, match=why):
        roles(Field(slip, "extract", settings, (), ()), name)


def test_a_layout_reads_no_lists(slip: Recipe, settings: Settings) -> None:
    properties = {**slip.fields["properties"], "rows": {"type": "array", "items": {}}}
    rows = {"type": "array", "items": {"type": "string"}}
    fields = {"type": "object", "properties": {**properties, "rows": rows}}
    listed = slip.model_copy(update={"fields": fields})
    with pytest.raises(MisconfiguredError, match="no lists"):
        roles(Field(listed, "extract", settings, (), DOCUMENTS), "layout")


def card(folder: Path, **told: Any) -> Path:
    (folder / "adapter").mkdir(parents=True)
    (folder / "adapter" / "adapter_config.json").write_text("{}")
    (folder / "adapter" / "adapter_model.safetensors").write_bytes(b"")
    made = ModelCard(
        **{
            "name": "base+a@1",
            "base": "base",
            "base_hash": "",
            "recipe": "slip",
            "task": "extract",
            "fields_hash": "",
            "data_hash": "",
            "counts": {},
            "created_at": datetime.now(UTC),
            **told,
        }
    )
    (folder / "card.json").write_text(made.model_dump_json())
    return folder


def test_a_folder_that_training_wrote_has_its_card(tmp_path: Path, slip: Recipe) -> None:
    trained = find_adapter(card(tmp_path / "tuned"))
    assert trained.folder == tmp_path / "tuned" / "adapter"
    check_adapter(trained, [example("x", {})], slip, "extract")


def test_a_folder_without_an_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MisconfiguredError, match="holds no adapter"):
        find_adapter(tmp_path)


def test_an_adapter_that_has_seen_a_test_document_is_refused(tmp_path: Path, slip: Recipe) -> None:
    trained = find_adapter(card(tmp_path / "tuned", documents=("abc",)))
    seen = example("x", {}).model_copy(update={"sha256": "abc"})
    with pytest.raises(MisconfiguredError, match="--split"):
        check_adapter(trained, [seen], slip, "extract")


def test_an_adapter_for_another_recipe_is_refused(tmp_path: Path, slip: Recipe) -> None:
    trained = find_adapter(card(tmp_path / "tuned", recipe="invoice"))
    with pytest.raises(MisconfiguredError, match="extract of invoice"):
        check_adapter(trained, [], slip, "extract")
