"""What Presidio has no recogniser for, and Presidio's own that would ask the network.

Patterns are of the authorities' published formats; check digits are computed where there are any.
"""

import re
from typing import Final

import tldextract
from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer
from presidio_analyzer import predefined_recognizers as presidio

from winnow.guardrails.personal import streets

LANGUAGE: Final = "en"  # one engine for all: patterns know no language, only the names' model does
REGIONS: Final = (
    "US",
    "GB",
    "DE",
    "AT",
    "CH",
    "FR",
    "ES",
    "IT",
    "PT",
    "NL",
    "BE",
    "PL",
    "IN",
    "BR",
)
OFFLINE: Final = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

OF_PRESIDIO: Final = (
    *("CreditCard", "Crypto", "Iban", "Ip", "UsSsn", "UsBank", "UsLicense", "UsPassport", "UsItin"),
    *("Nhs", "UkNino", "MedicalLicense", "InAadhaar", "InPan", "DeTaxId", "DeIdCard", "DePassport"),
    *("DeSocialSecurity", "DeHealthInsurance", "DeVatId", "EsNif", "EsNie", "EsPassport"),
    *("ItFiscalCode", "ItVatCode", "ItIdentityCard", "ItPassport", "PlPesel", "Date"),
)

VAT: Final = (
    r"(?<!\w)(?:ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DK\d{8}|EE\d{9}|EL\d{9}|"
    r"ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}|FR[A-Z0-9]{2}\d{9}|HR\d{11}|HU\d{8}|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|"
    r"IT\d{11}|LT(?:\d{9}|\d{12})|LU\d{8}|LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|"
    r"SE\d{12}|SI\d{8}|SK\d{10}|GB\d{9}|CHE[- ]?\d{3}\.?\d{3}\.?\d{3})(?!\w)"
)
AGE: Final = (
    r"(?i)(?<!\w)\d{1,3}(?=[ -]years?[ -]old|[ -]year[ -]old|\s?y/?o\b)|"
    r"(?<=\baged )\d{1,3}\b|(?<=\bage )\d{1,3}\b"
)
TITLE: Final = (
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau|Madame|Monsieur|Señora|Señor|Signora|"
    r"Signor)\.?(?=\s+[A-ZÀ-Ž])"
)


class Email(presidio.EmailRecognizer):  # type: ignore[misc]
    """As Presidio's, with the list of public suffixes that comes with its package."""

    def validate_result(self, pattern_text: str) -> bool:
        return bool(OFFLINE(pattern_text).fqdn)


class Url(presidio.UrlRecognizer):  # type: ignore[misc]
    """As Presidio's, with the list of public suffixes that comes with its package."""

    def validate_result(self, pattern_text: str) -> bool:
        return bool(OFFLINE(pattern_text).fqdn)


class FrenchNir(PatternRecognizer):  # type: ignore[misc]
    """Numéro d'inscription au répertoire: 13 digits and a key of two (INSEE)."""

    def __init__(self) -> None:
        form = (
            r"(?<!\w)[12][ .]?\d{2}[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)"
            r"[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2}(?!\w)"
        )
        super().__init__(
            "FR_NIR", patterns=[Pattern("nir", form, 0.5)], supported_language=LANGUAGE
        )

    def validate_result(self, pattern_text: str) -> bool:
        digits = re.sub(r"[ .]", "", pattern_text).replace("2A", "19").replace("2B", "18")
        return 97 - int(digits[:13]) % 97 == int(digits[13:])


class DutchBsn(PatternRecognizer):  # type: ignore[misc]
    """Burgerservicenummer: nine digits that pass the eleven test; needs words beside it."""

    def __init__(self) -> None:
        super().__init__(
            "NL_BSN",
            patterns=[Pattern("bsn", r"(?<!\w)\d{9}(?!\w)", 0.1)],
            context=["bsn", "burgerservicenummer", "sofinummer"],
            supported_language=LANGUAGE,
        )

    def invalidate_result(self, pattern_text: str) -> bool:
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        return sum(w * int(d) for w, d in zip(weights, pattern_text, strict=True)) % 11 != 0


def recognisers() -> list[EntityRecognizer]:
    """All that look at patterns; the names' model is the analyser's."""
    own = [
        Email(),
        Url(),
        FrenchNir(),
        DutchBsn(),
        presidio.PhoneRecognizer(supported_regions=REGIONS),
    ]
    own += [_pattern("VAT_ID", VAT, 0.5), _pattern("AGE", AGE, 0.6), _pattern("TITLE", TITLE, 0.6)]
    own += [
        _pattern("STREET_ADDRESS", streets.ADDRESS, 0.6),
        _pattern("ZIP_CODE", streets.CODE, 0.5),
    ]
    named = (getattr(presidio, f"{name}Recognizer") for name in OF_PRESIDIO)
    return [*own, *(one(supported_language=LANGUAGE) for one in named)]


def _pattern(entity: str, form: str, score: float) -> PatternRecognizer:
    return PatternRecognizer(
        entity,
        patterns=[Pattern(entity, form, score)],
        supported_language=LANGUAGE,
        global_regex_flags=re.MULTILINE,
    )
