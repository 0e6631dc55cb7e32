"""Personal data: found by type, let through where it was asked for, masked."""

import socket

import pytest

from winnow.guardrails.masking import masked
from winnow.guardrails.personal.analysing import personal
from winnow.guardrails.personal.asking import unasked
from winnow.guardrails.port import Finding


@pytest.mark.parametrize(
    ("entity", "value", "text"),
    [
        ("EMAIL_ADDRESS", "eva.weber@example.com", "Write to eva.weber@example.com today."),
        ("IBAN_CODE", "DE89 3704 0044 0532 0130 00", "Pay to DE89 3704 0044 0532 0130 00."),
        ("CREDIT_CARD", "4111 1111 1111 1111", "The card is 4111 1111 1111 1111."),
        ("PHONE_NUMBER", "+49 30 901820", "Ihre Telefonnummer: +49 30 901820"),
        ("PHONE_NUMBER", "+34 912 345 678", "Teléfono +34 912 345 678"),
        ("VAT_ID", "ATU12345678", "UID ATU12345678"),
        ("ES_NIF", "12345678Z", "con DNI 12345678Z"),
        ("FR_NIR", "1 84 12 76 451 089 46", "NIR 1 84 12 76 451 089 46"),
        ("US_SSN", "078-05-1126", "His SSN is 078-05-1126."),
        ("AGE", "42", "She is 42 years old."),
        ("STREET_ADDRESS", "Hauptstraße 12", "wohnt in der Hauptstraße 12, 10115 Berlin"),
    ],
)
def test_personal_data_is_found_by_type(entity: str, value: str, text: str) -> None:
    found = personal(text, (entity,))
    assert any(value in text[one.start : one.end] for one in found), found


def test_a_wrong_check_digit_is_no_number() -> None:
    assert personal("NIR 1 84 12 76 451 089 47", ("FR_NIR",)) == []
    assert personal("Pay to DE89 3704 0044 0532 0130 01.", ("IBAN_CODE",)) == []


def test_only_the_types_that_count_are_found() -> None:
    text = "Eva Weber lives in Berlin, eva@example.com"
    assert {one.what for one in personal(text, ("EMAIL_ADDRESS",))} == {"EMAIL_ADDRESS"}
    assert "PERSON" in {one.what for one in personal(text, ("EMAIL_ADDRESS", "PERSON"))}


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert personal("mail bob@example.co.uk or see https://example.com", ("EMAIL_ADDRESS", "URL"))


@pytest.mark.parametrize(
    "question",
    [
        "What is Ms Weber's e-mail?",
        "Wie ist die E-Mail von Frau Weber?",
        "¿Cuál es el correo de la señora Weber?",
        "Is eva@example.com her address?",
    ],
)
def test_what_was_asked_for_may_be_said(question: str) -> None:
    answer = "It is eva@example.com."
    found = [Finding("pii", 6, 21, 1.0, "EMAIL_ADDRESS")]
    assert unasked(found, answer, question) == []


@pytest.mark.parametrize("question", ["Who signed the contract?", "What is her phone number?", ""])
def test_what_was_not_asked_for_may_not(question: str) -> None:
    found = [Finding("pii", 6, 21, 1.0, "EMAIL_ADDRESS")]
    assert unasked(found, "It is eva@example.com.", question) == found


def test_places_are_masked_by_type_and_overlaps_once() -> None:
    text = "Eva Weber, eva@example.com"
    found = [
        Finding("pii", 0, 9, 0.9, "PERSON"),
        Finding("pii", 4, 9, 0.5, "PERSON"),
        Finding("pii", 11, 26, 0.9, "EMAIL_ADDRESS"),
    ]
    assert masked(text, found) == "<PERSON>, <EMAIL_ADDRESS>"
    assert masked(text, []) == text
