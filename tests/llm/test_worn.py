"""Several adapters over one tiny random base: each must answer as if it were alone."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from winnow.errors import MisconfiguredError
from winnow.llm.adapters import CONFIG, WEIGHTS, check_base, check_shapes, open_adapter
from winnow.llm.decode import Decoder, Written
from winnow.llm.grammar import Grammars
from winnow.llm.weights import converted_folder
from winnow.llm.worn import Worn
from winnow.testing.adapters import random_adapter

pytestmark = pytest.mark.live  # its vocabulary is the local model's


class Pair(BaseModel):
    model_config = ConfigDict(extra="forbid")

    left: str = Field(max_length=12)
    right: str = Field(max_length=12)


@pytest.fixture(scope="module")
def grammars() -> Grammars:
    from transformers import AutoTokenizer

    return Grammars(AutoTokenizer.from_pretrained(converted_folder(), local_files_only=True))


@pytest.fixture(scope="module")
def base() -> Any:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(3)
    sizes = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2}
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=49152, **sizes, **heads))
    return model.to(torch.bfloat16).eval()


@pytest.fixture(scope="module")
def folders(base: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("adapters")
    layers = (("q_proj", "v_proj"), ("down_proj",), ("k_proj", "o_proj"))
    return [
        random_adapter(copy.deepcopy(base), place / f"a{at}", seed=at, rank=2 + at, layers=some)
        for at, some in enumerate(layers)
    ]


Write = Callable[[Decoder], list[tuple[bytes, float]]]


@pytest.fixture
def write(grammars: Grammars) -> Write:
    def written(decoder: Decoder) -> list[tuple[bytes, float]]:
        prefix, rest = list(range(1000, 1040)), list(range(2000, 2030))
        answer: Written = decoder.write(prefix, rest, grammars.start(Pair), 80, Event())
        return list(answer.pieces)

    return written


def alone(base: Any, folder: Path) -> Decoder:
    """The adapter over a base of its own, as peft loads it."""
    from peft import PeftModel

    return Decoder(PeftModel.from_pretrained(copy.deepcopy(base), folder).eval())


def test_each_adapter_answers_to_the_bit_as_it_does_alone(
    base: Any, folders: list[Path], write: Write
) -> None:
    bare = write(Decoder(copy.deepcopy(base)))
    expected = [write(alone(base, folder)) for folder in folders]
    assert len({str(one) for one in [bare, *expected]}) == 4
    worn = Worn(copy.deepcopy(base))
    adapters = [open_adapter(folder) for folder in folders]
    for turn in (0, 1, None, 2, 0, None, 1, 0):
        adapter, right = (None, bare) if turn is None else (adapters[turn], expected[turn])
        assert write(worn.put_on(adapter)) == right
    assert worn.switches == 8


def test_loading_one_changes_nothing_of_the_one_that_is_worn(
    base: Any, folders: list[Path], write: Write
) -> None:
    worn = Worn(copy.deepcopy(base))
    decoder = worn.put_on(open_adapter(folders[0]))
    before = write(decoder)
    worn.load(open_adapter(folders[1]))
    assert write(decoder) == before


def test_what_was_not_used_for_longest_is_dropped_and_comes_back_the_same(
    base: Any, folders: list[Path], write: Write
) -> None:
    worn = Worn(copy.deepcopy(base), most=2)
    first, second, third = (open_adapter(folder) for folder in folders)
    before = write(worn.put_on(first))
    for other in (second, third):
        worn.put_on(other)
    assert worn.loaded() == [second.key, third.key]
    assert write(worn.put_on(first)) == before
    assert worn.loaded() == [third.key, first.key]


def test_one_that_is_broken_leaves_all_as_it_was(
    base: Any, folders: list[Path], write: Write, tmp_path: Path
) -> None:
    worn = Worn(copy.deepcopy(base))
    good = open_adapter(folders[0])
    before = write(worn.put_on(good))
    worn.put_on(None)
    (tmp_path / CONFIG).write_bytes((folders[1] / CONFIG).read_bytes())
    (tmp_path / WEIGHTS).write_bytes((folders[1] / WEIGHTS).read_bytes()[:200])
    with pytest.raises(MisconfiguredError, match="is broken"):
        worn.load(open_adapter(tmp_path))
    assert worn.loaded() == [good.key]
    assert write(worn.put_on(good)) == before


def test_shapes_are_compared_with_the_layers_they_are_for(
    base: Any, folders: list[Path], tmp_path: Path
) -> None:
    check_shapes(open_adapter(folders[1]), base)
    (tmp_path / WEIGHTS).write_bytes((folders[1] / WEIGHTS).read_bytes())
    config = json.loads((folders[1] / CONFIG).read_text())
    (tmp_path / CONFIG).write_text(json.dumps({**config, "r": 7}))
    with pytest.raises(MisconfiguredError, match=r"has the shape \(3, 48\), not \(7, 48\)"):
        check_shapes(open_adapter(tmp_path), base)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"peft_type": "IA3"}, "no LoRA"),
        ({"r": 0}, "rank is 0"),
        ({"bias": "all"}, "biases"),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save"),
    ],
)
def test_what_would_change_the_base_itself_is_refused(
    folders: list[Path], tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    config = json.loads((folders[0] / CONFIG).read_text())
    (tmp_path / CONFIG).write_text(json.dumps({**config, **change}))
    (tmp_path / WEIGHTS).write_bytes((folders[0] / WEIGHTS).read_bytes())
    with pytest.raises(MisconfiguredError, match=reason):
        open_adapter(tmp_path)


def test_an_adapter_of_another_base_is_told_by_its_card_or_its_config(
    folders: list[Path], tmp_path: Path
) -> None:
    config = json.loads((folders[0] / CONFIG).read_text())
    named = {**config, "base_model_name_or_path": "somebody/Other-7B"}
    (tmp_path / CONFIG).write_text(json.dumps(named))
    (tmp_path / WEIGHTS).write_bytes((folders[0] / WEIGHTS).read_bytes())
    with pytest.raises(MisconfiguredError, match="Other-7B"):
        check_base(open_adapter(tmp_path), "small", "abc")
    (tmp_path / "card.json").write_text(json.dumps({"base": "small", "base_hash": "other"}))
    with pytest.raises(MisconfiguredError, match="tune it anew"):
        check_base(open_adapter(tmp_path), "small", "abc")
    (tmp_path / "card.json").write_text(json.dumps({"base": "small", "base_hash": "abc"}))
    check_base(open_adapter(tmp_path), "small", "abc")
