"""Constrained decoding: the most likely tokens that the form allows, in few steps of the model."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from winnow.llm.drafts import Drafts
from winnow.llm.grammar import Writing
from winnow.llm.picking import Pick, picking
from winnow.llm.port import Sampling
from winnow.llm.prefixes import Prefixes
from winnow.llm.probabilities import Piece

Logits = NDArray[np.float32]

_CHUNK = 512  # tokens read between two looks at `stop`


class StoppedError(Exception):
    """The generation was called off; its caller has gone."""


@dataclass(slots=True)
class Written:
    """What the model wrote: pieces in order, forced ones with log-probability 0.

    Log-probabilities are the model's own, before the grammar's mask: how much it wanted the token,
    not how much of a choice it had. `steps` counts the passes through the model.
    """

    pieces: list[Piece] = field(default_factory=list)
    sampled: int = 0
    forced: int = 0
    guessed: int = 0
    steps: int = 0
    finished: bool = False
    prefix_known: bool = False

    @property
    def raw(self) -> bytes:
        return b"".join(piece for piece, _ in self.pieces)


class Decoder:
    """Runs one model; one call at a time. `draft` is how many tokens to guess ahead, 0 for none."""

    def __init__(self, model: Any, draft: int = 8) -> None:
        self._model = model
        self._draft = draft
        self._prefixes = Prefixes()

    def write(
        self,
        prefix: Sequence[int],
        rest: Sequence[int],
        writing: Writing,
        max_tokens: int,
        stop: Event,
        sampling: Sampling | None = None,
    ) -> Written:
        """Read prefix and rest, then write the form to its end or to `max_tokens`: the likeliest

        tokens that it allows, or drawn ones.

        A step of the model costs much the same for one token as for ten, so each step also reads
        what the grammar forces (keys, punctuation) and checks a guess at what follows.
        Raises StoppedError soon after `stop` is set.
        """
        pick = picking(sampling)
        with torch.inference_mode():
            state, known = self._prefixes.take(prefix, lambda: self._read_prefix(prefix, stop))
            written = Written(prefix_known=known)
            drafts = Drafts([*prefix, *rest], self._draft)
            unread, draft = [*rest, *_write_forced(writing, written, drafts)], list[int]()
            while not writing.finished and len(written.pieces) < max_tokens:
                logits = self._read([*unread, *draft], state, stop, last=len(draft) + 1)
                written.steps += 1
                unread, right = _follow(logits, draft, writing, written, drafts, pick)
                state.crop(right - len(draft))
                written.guessed += right
                draft = writing.fitting(drafts.propose())
        written.finished = writing.finished and len(written.pieces) <= max_tokens
        return written

    def _read_prefix(self, prefix: Sequence[int], stop: Event) -> Any:
        from transformers import DynamicCache

        state = DynamicCache(config=self._model.config)
        self._read(prefix, state, stop)
        return state

    def _read(self, tokens: Sequence[int], state: Any, stop: Event, last: int = 1) -> Logits:
        """Extend the state by the tokens; return what the model expects after each of the last.

        Shape (last, vocabulary). Only a short read may ask for more than one.
        """
        for start in range(0, len(tokens), _CHUNK):
            if stop.is_set():
                raise StoppedError
            chunk = torch.tensor([tokens[start : start + _CHUNK]], device=self._model.device)
            answer = self._model(
                input_ids=chunk, past_key_values=state, use_cache=True, logits_to_keep=last
            )
        logits: Logits = answer.logits[0].float().cpu().numpy()
        return logits


def _follow(
    logits: Logits,
    draft: Sequence[int],
    writing: Writing,
    written: Written,
    drafts: Drafts,
    pick: Pick,
) -> tuple[list[int], int]:
    """Write what the model wants while that is what was guessed, and one token more.

    Returns the tokens written that the model has not read yet, and how many guesses were right.
    """
    right = 0
    while True:
        token = _choose(logits[right], writing, written, pick)
        drafts.extend([token])
        new = [token, *_write_forced(writing, written, drafts)]
        same = _agreeing(new, draft[right:])
        right += same
        if same < len(new) or writing.finished:
            return new[same:], right


def _agreeing(tokens: Sequence[int], others: Sequence[int]) -> int:
    """Count the tokens at the start that are the same."""
    pairs = enumerate(zip(tokens, others, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(tokens), len(others)))


def _choose(logits: Logits, writing: Writing, written: Written, pick: Pick) -> int:
    """Write the token that is picked among those that the form allows."""
    token = pick(np.where(writing.allowed(), logits, -math.inf))
    highest = float(logits.max())
    whole = highest + math.log(float(np.exp(logits - highest).sum()))
    writing.write(token)
    written.pieces.append((writing.spell(token), float(logits[token]) - whole))
    written.sampled += 1
    return token


def _write_forced(writing: Writing, written: Written, drafts: Drafts) -> list[int]:
    forced = writing.write_forced()
    written.pieces.extend((writing.spell(token), 0.0) for token in forced)
    written.forced += len(forced)
    drafts.extend(forced)
    return forced
