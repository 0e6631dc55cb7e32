"""A base of two layers that nobody trained, and examples that are easy to learn."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import TrainingExample
from winnow.llm.forms import strict_schema
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.tuning.parts import Part, Split
from winnow.tuning.training.base import Base


@dataclass(frozen=True)
class Parts:
    """What a split is made of, to be spoilt by hand."""

    train: list[TrainingExample]
    validation: list[TrainingExample]
    test: list[TrainingExample]

    def split(self) -> Split:
        """As `winnow.tuning.split` would have divided it."""
        held: dict[Part, list[TrainingExample]] = {
            "train": self.train,
            "validation": self.validation,
            "test": self.test,
        }
        parts = {one.id: part for part, examples in held.items() for one in examples}
        return Split((*self.train, *self.validation, *self.test), parts, 0, (0.7, 0.15, 0.15))


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Two threads take longer over matrices this small."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tokenizer() -> Any:
    """Every byte is a token."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE({letter: at for at, letter in enumerate(alphabet)}, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    marks = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>"}
    return PreTrainedTokenizerFast(tokenizer_object=made, **marks)


@pytest.fixture
def open_tiny(tokenizer: Any) -> Callable[[], Base]:
    """Makes the same base each time."""

    def make() -> Base:
        torch.manual_seed(7)
        config = LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=64,
            intermediate_size=96,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=512,
            tie_word_embeddings=True,
            initializer_range=0.3,  # so that its words differ enough to be learnt apart
        )
        model = LlamaForCausalLM(config).eval()
        return Base("tiny", "0123456789abcdef", model, tokenizer, 512)

    return make


@pytest.fixture
def recipe() -> Recipe:
    colours = {"type": "string", "enum": ["red", "blue", "green"]}
    return Recipe(
        recipe="paint",
        version=1,
        title="Paint",
        description="A tin of paint.",
        fields={"type": "object", "properties": {"colour": colours, "tins": {"type": "integer"}}},
    )


@pytest.fixture
def parts(recipe: Recipe) -> Parts:
    form = strict_schema(form_of(recipe))
    made = []
    for at in range(40):
        colour = ("red", "blue", "green")[at % 3]
        made.append(
            TrainingExample(
                id=f"e{at:02}",
                task="extract",
                recipe=recipe.recipe,
                fields_hash=fields_hash(recipe),
                document=f"d{at}",
                tenant="acme",
                sha256=f"{at:064x}",
                group=f"g{at}",
                asked="Say what it is.",
                text=f"paint {colour} {'!' * (at % 5)}",
                form=form,
                answer=json.dumps({"colour": colour, "tins": None}),
                origin="file",
                consent=True,
            )
        )
    return Parts(made[:28], made[28:34], made[34:])
