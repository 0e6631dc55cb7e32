"""Asks for answers in shadow, by a process that loads the model and gives way to all others."""

import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Final

from winnow.contracts.evidence import Scalar
from winnow.errors import UnreachableError
from winnow_tune.shadow_child import told
from winnow_tune.shadowing import Asked

ANSWER: Final = b'{"answer":'


class ChildAnswerer:
    """Answerer by `winnow_tune.shadow_child`; UnreachableError where it dies or takes too long."""

    def __init__(self, seconds: float, command: Sequence[str] = ()) -> None:
        self._seconds = seconds  # for one document
        self._command = command or (sys.executable, "-m", "winnow_tune.shadow_child")

    async def answer(self, asked: Sequence[Asked]) -> list[dict[str, Scalar] | None]:
        child = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        lines = "".join(f"{told(one)}\n" for one in asked).encode()
        try:
            async with asyncio.timeout(self._seconds * (len(asked) + 1)):
                out, _ = await child.communicate(lines)
        except TimeoutError as error:
            raise UnreachableError("the shadow's process", "it took too long") from error
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode:
            raise UnreachableError("the shadow's process", f"it ended with {child.returncode}")
        own = [line for line in out.splitlines() if line.startswith(ANSWER)]  # libraries talk
        found = [json.loads(line)["answer"] for line in own]
        if len(found) != len(asked):
            raise UnreachableError("the shadow's process", "it did not answer every document")
        return found
