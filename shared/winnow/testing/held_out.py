"""Held-out documents, training examples, and models that read them, for comparisons."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from winnow.contracts.tuning import Task, TrainingExample
from winnow.evaluation.labelled import Labelled
from winnow.llm.port import Prompt
from winnow.prompts.rendering import fenced
from winnow.testing.model import FakeModel
from winnow.tuning.comparing.held import Held

WORDS: Final = {
    "card": "my card was lost",
    "transfer": "money sent abroad",
    "fee": "charged too much",
}


def slips(number: int) -> list[Held]:
    """Slips whose even ones are marked as of the language en."""
    return [
        Held(
            Labelled(
                f"s{at}",
                f"s{at}",
                {"company": f"SHOP {at}", "total": at + 0.5},
                text=f"SHOP {at}\n\nTotal {at}.50",
            ),
            slices={"language": "de" if at % 2 else "en"},
        )
        for at in range(1, number + 1)
    ]


def reads(wrong: Callable[[int], bool] = lambda _: False) -> Callable[[Prompt], dict[str, Any]]:
    """Reads a slip; of those that are `wrong` the total is one too many."""

    def read(prompt: Prompt) -> dict[str, Any]:
        [number] = re.findall(r"SHOP (\d+)", prompt.text)
        at = int(number)
        return {"company": f"SHOP {at}", "total": at + 0.5 + wrong(at)}

    return read


def reader(name: str, wrong: Callable[[int], bool] = lambda _: False) -> FakeModel:
    """Reads slips, right but for those that are `wrong`."""
    return FakeModel({"Slip": reads(wrong)}, name=name)


def example(
    text: str,
    answer: dict[str, Any],
    *,
    document: str = "",
    asked: str = "task",
    tenant: str = "default",
    task: Task = "extract",
    **more: Any,
) -> TrainingExample:
    """A training example of a text and its answer; by default of the recipe `intent`."""
    body = json.dumps(answer)
    return TrainingExample(
        id=f"{asked}/{text}/{body}",
        task=task,
        recipe="intent",
        fields_hash="",
        document=document or text,
        tenant=tenant,
        sha256="",
        group=document or text,
        asked=asked,
        text=fenced(text),
        form={},
        answer=body,
        origin="file",
        consent=True,
        **more,
    )


def prompt(text: str, asked: str = "task") -> Prompt:
    """What a service asks about a text."""
    return Prompt(asked, fenced(text))
