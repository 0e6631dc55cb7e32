"""A prompt as the tokens that the local model reads."""

import json
from typing import Any

from winnow.llm.port import Prompt


def encode(tokenizer: Any, prompt: Prompt) -> tuple[list[int], list[int]]:
    """Return the tokens that all documents of a prompt share, and those of this one.

    Marks of the chat format inside texts are spelt out as plain characters, so that a document
    cannot end its own turn and speak for somebody else.
    """

    def plain(text: str) -> list[int]:
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
        return ids

    def turn(role: str) -> list[int]:
        return [opens, *plain(f"{role}\n")]

    opens, closes = tokenizer.convert_tokens_to_ids(["<|im_start|>", "<|im_end|>"])
    ends = [closes, *plain("\n")]
    prefix = [*turn("system"), *plain(prompt.task), *ends]
    for example in prompt.examples:
        prefix += [*turn("user"), *plain(example.text), *ends]
        prefix += [*turn("assistant"), *plain(_respell(example.answer)), *ends]
    prefix += turn("user")
    return prefix, [*plain(prompt.text), *ends, *turn("assistant")]


def _respell(answer: str) -> str:
    """Write an example's JSON with the separators that the grammar will write."""
    from winnow.llm.grammar import SEPARATORS

    return json.dumps(json.loads(answer), ensure_ascii=False, separators=SEPARATORS)
