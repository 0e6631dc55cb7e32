"""No answer is paid for twice: each is kept under what was asked before anybody sees it."""

import json
from typing import Any, Protocol
from uuid import uuid5

from winnow.contracts.base import NAMESPACE
from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError
from winnow.llm.port import Filled, Form, LanguageModel, Prompt
from winnow.llm.unfilled import UnfilledError


class Answers(Protocol):
    """Where answers are kept; `winnow.records` has the one in SQL."""

    async def get(self, id: str) -> dict[str, Any] | None:  # noqa: A002  (what the ledger calls it)
        """Return what is kept under the id."""
        ...

    async def keep(self, id: str, stage: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        """Keep the body unless there is one already; return the one that is kept."""
        ...


async def fill_once(
    model: LanguageModel,
    answers: Answers,
    key: str,
    form: type[Form],
    prompt: Prompt,
    *,
    stage: str,
    max_tokens: int = 2048,
) -> Filled[Form]:
    """Fill the form, or give the answer that was given for the same question under this key.

    `key` says what the answer is for (such as the event's id). An answer that was paid for and
    was no good is kept like the others: it raises the same UnfilledError again. Errors are those of
    `LanguageModel.fill`, every UnfillableError being an UnfilledError, which knows its usage.
    """
    asked = answer_id(model.name, key, form, prompt, max_tokens)
    kept = await answers.get(asked)
    if kept is None:
        body = await _ask(model, form, prompt, stage, max_tokens)
        kept = await answers.keep(asked, stage, body)
    return _read(kept, form)


def answer_id(
    model: str, key: str, form: type[Form], prompt: Prompt, max_tokens: int = 2048
) -> str:
    """The identity of an answer: the key and everything that the model was told."""
    question = [
        key,
        model,
        prompt.task,
        [[example.text, example.answer] for example in prompt.examples],
        prompt.text,
        form.model_json_schema(),
        max_tokens,
    ]
    return str(uuid5(NAMESPACE, "answer/" + json.dumps(question, sort_keys=True)))


async def _ask(
    model: LanguageModel, form: type[Form], prompt: Prompt, stage: str, max_tokens: int
) -> dict[str, Any]:
    try:
        filled = await model.fill(form, prompt, stage=stage, max_tokens=max_tokens)
    except UnfilledError as error:
        return {
            "failure": {"why": error.why, "detail": error.detail},
            "usage": error.usage.model_dump(mode="json"),
        }
    except UnfillableError as error:  # refused before it cost anything, so nothing to keep
        usage = Usage(model=model.name, stage=stage)
        raise UnfilledError(error.why, error.detail, usage) from error
    return {
        "form": filled.form.model_dump(mode="json", by_alias=True),
        "usage": filled.usage.model_dump(mode="json"),
        "probabilities": filled.probabilities,
    }


def _read(body: dict[str, Any], form: type[Form]) -> Filled[Form]:
    usage = Usage.model_validate(body["usage"])
    failure = body.get("failure")
    if failure is not None:
        raise UnfilledError(failure["why"], failure["detail"], usage)
    return Filled(form.model_validate_json(json.dumps(body["form"])), usage, body["probabilities"])
