"""make bench-serving: what adapters over one base cost, as one JSON object. Needs the local model.

Numbers are of the real base on this machine; the adapters are random and of the size that training
makes. Times of one fill are medians.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

import torch
import uvicorn
from bench.serving.models import Receipt, adapters, examples, prompts
from bench.serving.switching import following_seconds, switching_ms
from openai import AsyncOpenAI

from winnow.llm.adapters import open_adapter
from winnow.llm.local import LocalModel, shared_engine
from winnow.llm.openai_compatible import OpenAICompatible
from winnow.llm.port import Filled
from winnow.llm.serving.app import create_app
from winnow.local.child import free_port
from winnow.tuning.parity import answers, compared

FILLS = 6
RECEIPTS = 20


def say(text: str) -> None:
    """To whoever waits."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


async def fills(model: LocalModel, number: int = FILLS) -> list[Filled[Receipt]]:
    """The same slips, filled by one model."""
    return [await model.fill(Receipt, one, stage="bench") for one in prompts(number)]


def per_token(made: list[Filled[Receipt]]) -> float:
    """Milliseconds for each token written, median of the fills."""
    return round(median(1000 * one.usage.seconds / one.usage.output_tokens for one in made), 2)


@asynccontextmanager
async def served(model: LocalModel) -> AsyncIterator[OpenAICompatible]:
    """The model behind HTTP on a port of this machine."""
    port = free_port()
    app = create_app({model.name: model})
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn has no event to wait for)
        await asyncio.sleep(0.05)
    client = AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="none")
    try:
        yield OpenAICompatible(client, model.name)
    finally:
        server.should_exit = True
        await running


async def main() -> dict[str, Any]:
    """Measure one thing after the other."""
    torch.set_num_threads(2)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        say("adapters are made")
        first, second, third = (LocalModel(one) for one in adapters(folder, 3))
        bare = LocalModel(engine=shared_engine())
        await bare.ready()
        plain = await fills(bare)
        before = await fills(bare)
        say("the bare base has answered")
        begun = time.perf_counter()
        assert first.adapter is not None
        assert second.adapter is not None
        await first.engine.load(first.adapter)
        loaded = time.perf_counter() - begun
        begun = time.perf_counter()
        await first.engine.load(open_adapter(second.adapter.folder))
        again = time.perf_counter() - begun
        await fills(first)  # reads the prompt's beginning
        under = await fills(first)
        after = await fills(bare)
        say("the base and an adapter have answered")
        await fills(second)
        back = await fills(first)
        follow = await following_seconds(bare, [second, third], folder)
        say(f"{RECEIPTS} receipts go both ways")
        async with served(first) as remote:
            asked = examples(RECEIPTS)
            ours, theirs = await answers(asked, first), await answers(asked, remote)
            same = compared("openai", asked, ours, theirs)
        return {
            "load_first_s": round(loaded, 3),
            "load_second_s": round(again, 3),
            "switch_ms": switching_ms([first.adapter.folder, second.adapter.folder]),
            "ms_per_token": {
                "base_alone": per_token(before),
                "base_beside_adapters": per_token(after),
                "adapter": per_token(under),
            },
            "base_same_beside_adapters": [one.form for one in plain] == [one.form for one in after],
            "adapter_same_after_switching": [(one.form, one.probabilities) for one in under]
            == [(one.form, one.probabilities) for one in back],
            "adapter_differs_from_base": [one.form for one in plain] != [one.form for one in under],
            "following_s": follow,
            "parity": same.model_dump(),
        }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main()), indent=1))
