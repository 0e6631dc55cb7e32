import pytest
from pydantic import BaseModel

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.port import LanguageModel, Prompt
from winnow.testing.model import FakeModel


class Word(BaseModel):
    word: str


PROMPT = Prompt("Repeat.", "hello")


async def test_it_fills_from_a_dict_or_from_what_a_function_makes_of_the_prompt() -> None:
    model: LanguageModel = FakeModel({"Word": lambda prompt: {"word": prompt.text}})
    filled = await model.fill(Word, PROMPT, stage="test")
    assert filled.form == Word(word="hello")
    assert filled.usage.stage == "test"


async def test_it_never_hands_out_what_does_not_fit() -> None:
    with pytest.raises(UnfillableError, match="invalid"):
        await FakeModel({"Word": {"word": None}}).fill(Word, PROMPT, stage="test")


async def test_it_can_fail_for_some_calls_or_until_it_is_healed() -> None:
    model = FakeModel({"Word": {"word": "x"}})
    model.fail_with(UnreachableError("fake"), times=1)
    with pytest.raises(UnreachableError):
        await model.fill(Word, PROMPT, stage="test")
    await model.fill(Word, PROMPT, stage="test")
    model.fail_with(UnreachableError("fake"))
    for _ in range(2):
        with pytest.raises(UnreachableError):
            await model.ready()
    model.fail_with(None)
    await model.ready()
