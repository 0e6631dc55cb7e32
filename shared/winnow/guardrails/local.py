"""Guardrails on this machine: rules, linear models and Presidio; nothing is sent anywhere."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from winnow.embedding.port import Embedder
from winnow.guardrails.injection import detecting
from winnow.guardrails.injection.learned import Learned
from winnow.guardrails.masking import masked
from winnow.guardrails.personal.analysing import personal
from winnow.guardrails.personal.asking import unasked
from winnow.guardrails.port import Checked, Finding
from winnow.guardrails.settings import Attack, GuardSettings, Personal
from winnow.guardrails.text.noise import is_noise
from winnow.guardrails.toxic.detecting import Hate
from winnow.language import language_of

REMEMBERED: Final = 4096  # passages; the same ones are found for many questions


class LocalGuardrails:
    """Looks at a text with all that the settings ask for; raises only for a broken installation."""

    def __init__(self, settings: GuardSettings, embedder: Embedder) -> None:
        self._settings = settings
        self._embedder = embedder
        self._learned = Learned(embedder)
        self._hate = Hate(embedder)
        self._types = tuple(
            one.strip() for one in settings.guard_pii_types.split(",") if one.strip()
        )
        self._languages = frozenset(
            filter(None, settings.guard_languages.replace(" ", "").split(","))
        )
        self._passages: OrderedDict[str, Checked] = OrderedDict()

    async def question(self, text: str) -> Checked:
        """What costs nothing to see is refused first; then one pass of the embedder does."""
        text = _writable(text)
        if barred := self._barred(text):
            return Checked(allowed=False, findings=(barred,))
        attacks, hateful = await self._judged(text, asked=True)
        private = await self._personal(text, self._settings.guard_pii_question)
        return self._checked(attacks, hateful, private, self._settings.guard_pii_question)

    async def passage(self, text: str) -> Checked:
        """Always allowed; whole sentences are found, so that what is left can be read."""
        text = _writable(text)
        if (known := self._passages.get(text)) is not None:
            self._passages.move_to_end(text)
            return known
        found = [*detecting.in_passage(text), *await self._learned.passage(text)]
        sure = [one for one in found if one.score >= self._settings.guard_passage_bar]
        checked = Checked(allowed=True, findings=tuple(_strongest(sure)))
        self._passages[text] = checked
        if len(self._passages) > REMEMBERED:
            self._passages.popitem(last=False)
        return checked

    async def answer(self, text: str, *, question: str = "") -> Checked:
        text = _writable(text)
        _, hateful = await self._judged(text, asked=False)
        private = await self._personal(text, self._settings.guard_pii_answer)
        if self._settings.guard_pii_asked:
            private = unasked(private, text, question)
        return self._checked([], hateful, private, self._settings.guard_pii_answer)

    def masked(self, text: str, findings: tuple[Finding, ...]) -> str:
        return masked(text, findings)

    def _barred(self, text: str) -> Finding | None:
        """Too long, no question at all, or in a language that may not be asked in."""
        longest = self._settings.guard_longest
        if len(text) > longest:
            return Finding(
                "length", longest, len(text), 1.0, f"{len(text)} characters of {longest}"
            )
        if is_noise(text):
            return Finding("language", 0, len(text), 1.0, "no question in any language")
        language = language_of(text) if self._languages else None
        if language is not None and language not in self._languages:
            return Finding("language", 0, len(text), 1.0, language)
        return None

    async def _judged(self, text: str, *, asked: bool) -> tuple[list[Finding], list[Finding]]:
        """Attacks (of a question) and hate, by one call of the embedder, strongest first."""
        looked = asked and self._settings.guard_injection != "allow"
        parts = self._hate.parts(text) if self._settings.guard_toxic != "allow" else []
        attacks = detecting.in_question(text) if looked else []
        bar = self._settings.guard_injection_bar
        told = [text] if looked and not any(one.score >= bar for one in attacks) else []
        said = [*told, *(one.told for one in parts)]
        if said:
            vectors = await self._embedder.embed(said)
            if told:
                attacks += self._learned.question(text, vectors[0])
            hateful = self._hate.findings(parts, vectors[len(told) :])
        else:
            hateful = []
        sure = [one for one in attacks if one.score >= bar]
        worst = [one for one in hateful if one.score >= self._settings.guard_toxic_bar]
        return sorted(sure, key=lambda one: -one.score), worst

    async def _personal(self, text: str, done: Personal) -> list[Finding]:
        return [] if done == "allow" else await asyncio.to_thread(personal, text, self._types)

    def _checked(
        self,
        attacks: Sequence[Finding],
        hateful: Sequence[Finding],
        private: Sequence[Finding],
        done: Personal,
    ) -> Checked:
        refused = _refuses(self._settings.guard_injection, attacks)
        refused |= _refuses(self._settings.guard_toxic, hateful)
        refused |= done == "refuse" and bool(private)
        return Checked(allowed=not refused, findings=(*attacks, *hateful, *private))


def _writable(text: str) -> str:
    """Halves of surrogate pairs, which JSON can hold and no tokenizer reads, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _refuses(done: Attack, found: Sequence[Finding]) -> bool:
    return done == "refuse" and bool(found)


def _strongest(found: Iterable[Finding]) -> list[Finding]:
    """One for each place: of those that overlap the strongest, over all that they cover."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            worst = max(kept[-1], one, key=lambda other: other.score)
            kept[-1] = replace(worst, start=kept[-1].start, end=max(kept[-1].end, one.end))
        else:
            kept.append(one)
    return kept
