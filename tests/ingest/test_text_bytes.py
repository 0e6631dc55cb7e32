"""Text is told from other bytes, and decoded as it was meant."""

import pytest

from winnow_ingest.text_bytes import decode, is_text

TEXT = "Grüße aus Köln: fünf Äpfel, drei Öfen und ein Übermaß an Straßen."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_text_is_decoded(encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert is_text(data)
    assert decode(data) == TEXT


def test_html_names_its_encoding() -> None:
    data = f"<html><meta charset='iso-8859-15'><p>5 € {TEXT}".encode("iso-8859-15")
    assert "5 €" in decode(data, declared=True)


def test_an_encoding_that_is_declared_wrongly_is_not_believed() -> None:
    data = f"<html><meta charset='utf-8'><p>{TEXT}".encode("cp1252")
    assert TEXT in decode(data, declared=True)


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    data = TEXT.encode() + b"\xff"
    assert decode(data) == f"{TEXT}\ufffd"


@pytest.mark.parametrize("data", [bytes(256), bytes(range(256)) * 4, b"\x00\x01\x02words" * 9])
def test_other_bytes_are_no_text(data: bytes) -> None:
    assert not is_text(data)
