"""Decoding with a tiny random model: it must write the same with and without its short cuts."""

from threading import Event
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from winnow.llm.decode import Decoder, StoppedError, Written
from winnow.llm.grammar import Grammars
from winnow.llm.weights import converted_folder

pytestmark = pytest.mark.live  # its vocabulary is the local model's


class Pair(BaseModel):
    model_config = ConfigDict(extra="forbid")

    left: str = Field(max_length=12)
    right: bool | None


class Pairs(BaseModel):
    model_config = ConfigDict(extra="forbid")

    pairs: list[Pair] = Field(min_length=3, max_length=4)
    count: int = Field(ge=0, le=999)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(converted_folder(), local_files_only=True)


@pytest.fixture(scope="module")
def random_model() -> Any:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(3)
    sizes = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2}
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2}
    # in double precision, so that the number of tokens read at once decides no near tie
    return LlamaForCausalLM(LlamaConfig(vocab_size=49152, **sizes, **heads)).double().eval()


PREFIX = list(range(1000, 1700))  # longer than one chunk
REST = list(range(2000, 2030))


def write(decoder: Decoder, tokenizer: Any, max_tokens: int = 200) -> Written:
    writing = Grammars(tokenizer).start(Pairs)
    return decoder.write(PREFIX, REST, writing, max_tokens, Event())


def test_even_a_random_model_writes_a_valid_form(random_model: Any, tokenizer: Any) -> None:
    written = write(Decoder(random_model), tokenizer)
    assert written.finished
    assert len(Pairs.model_validate_json(written.raw).pairs) >= 3
    assert written.sampled + written.forced == len(written.pieces)
    assert written.forced > 0


def test_guessing_changes_the_steps_and_not_the_words(random_model: Any, tokenizer: Any) -> None:
    plain = write(Decoder(random_model, draft=0), tokenizer)
    quick = write(Decoder(random_model, draft=8), tokenizer)
    assert quick.raw == plain.raw
    probabilities = [logprob for _, logprob in quick.pieces]
    assert probabilities == pytest.approx([logprob for _, logprob in plain.pieces], abs=1e-4)
    assert plain.guessed == 0
    assert plain.steps == plain.sampled
    assert quick.guessed > 0
    assert quick.steps < plain.steps


def test_a_known_prefix_changes_nothing_at_all(random_model: Any, tokenizer: Any) -> None:
    decoder = Decoder(random_model)
    first, second = write(decoder, tokenizer), write(decoder, tokenizer)
    assert (first.prefix_known, second.prefix_known) == (False, True)
    assert first.pieces == second.pieces


def test_a_form_that_is_not_done_at_the_limit_is_not_finished(
    random_model: Any, tokenizer: Any
) -> None:
    assert not write(Decoder(random_model), tokenizer, max_tokens=9).finished


def test_a_generation_that_is_called_off_ends(random_model: Any, tokenizer: Any) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(StoppedError):
        Decoder(random_model).write(PREFIX, REST, Grammars(tokenizer).start(Pairs), 50, stop)
