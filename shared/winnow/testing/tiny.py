"""A language model of two layers that nobody trained: it answers at once, and always the same."""

from dataclasses import dataclass
from typing import Any, Final

TINY: Final = "tiny"
TINY_HASH: Final = "0123456789abcdef"
CONTEXT: Final = 512


@dataclass(frozen=True)
class TinyWeights:
    """As `winnow.llm.weights` loads a base."""

    model: Any
    tokenizer: Any
    context: int


def tiny_weights(context: int = CONTEXT) -> TinyWeights:
    """A base that is ready to answer."""
    tokenizer = tiny_tokenizer()
    return TinyWeights(tiny_model(tokenizer, context), tokenizer, context)


def tiny_tokenizer() -> Any:
    """Every byte is a token."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE({letter: at for at, letter in enumerate(alphabet)}, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    marks = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>"}
    return PreTrainedTokenizerFast(tokenizer_object=made, **marks)


def tiny_model(tokenizer: Any, context: int = CONTEXT) -> Any:
    """The same weights each time."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=context,
        tie_word_embeddings=True,
        initializer_range=0.3,  # so that its words differ enough to be learnt apart
    )
    return LlamaForCausalLM(config).eval()
