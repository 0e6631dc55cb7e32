"""Settings of the guardrails: what is refused, masked and let through."""

from typing import Literal

from pydantic import Field

from winnow.config import Settings

Attack = Literal["refuse", "warn", "allow"]
Personal = Literal["refuse", "mask", "allow"]

SENSITIVE = (
    "EMAIL_ADDRESS,PHONE_NUMBER,IBAN_CODE,CREDIT_CARD,CRYPTO,US_SSN,US_BANK_NUMBER,"
    "US_DRIVER_LICENSE,US_PASSPORT,US_ITIN,UK_NHS,UK_NINO,DE_TAX_ID,DE_ID_CARD,DE_PASSPORT,"
    "DE_SOCIAL_SECURITY,DE_HEALTH_INSURANCE,ES_NIF,ES_NIE,ES_PASSPORT,IT_FISCAL_CODE,"
    "IT_IDENTITY_CARD,IT_PASSPORT,FR_NIR,NL_BSN,PL_PESEL,IN_AADHAAR,IN_PAN,MEDICAL_LICENSE"
)


class GuardSettings(Settings):
    """Every value can be set as WINNOW_GUARD_<NAME>."""

    guard_injection: Attack = Field(
        default="refuse",
        description="A question that attacks: refuse; warn: answer and say so; allow: do not look.",
    )
    guard_injection_bar: float = Field(
        default=0.6, gt=0, le=1, description="Score from which a question counts as an attack."
    )
    guard_passage_bar: float = Field(
        default=0.5, gt=0, le=1, description="Score from which a sentence of a document is cut."
    )
    guard_toxic: Attack = Field(
        default="refuse", description="Hateful questions and answers: refuse, warn or allow."
    )
    guard_toxic_bar: float = Field(
        default=0.5, gt=0, le=1, description="Score from which a text counts as hateful."
    )
    guard_pii_question: Personal = Field(
        default="allow", description="Personal data in a question: refuse, mask or allow."
    )
    guard_pii_answer: Personal = Field(
        default="mask", description="Personal data in an answer: refuse, mask or allow."
    )
    guard_pii_asked: bool = Field(
        default=True,
        description="Whether an answer may hold what stands in the question, or what it plainly "
        "asked for ('what is the e-mail of ...').",
    )
    guard_pii_types: str = Field(
        default=SENSITIVE,
        description="Which types of personal data count, comma-separated, by Presidio's names; "
        "PERSON, LOCATION and the like can be added; *: all.",
    )
    guard_languages: str = Field(
        default="",
        description="ISO 639-1 codes of languages that may be asked in: en,de; empty: all.",
    )
    guard_longest: int = Field(
        default=2000, ge=1, description="Characters that a question may have."
    )
