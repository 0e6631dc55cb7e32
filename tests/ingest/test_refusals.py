"""Files that cannot be read get one clear reason, and the next file is read all the same."""

import zipfile
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError
from winnow_ingest.limits import Limits

Read = Callable[..., Awaitable[ParsedDocument]]

WORD = "word/document.xml"


def pdf(pages: int = 1, text: str = "Some words", **options: Any) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, **options)
    for _ in range(pages):
        canvas.drawString(50, 500, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def archive(**members: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def png(width: int = 40, height: int = 40) -> bytes:
    buffer = BytesIO()
    Image.new("L", (width, height), 255).save(buffer, "PNG")
    return buffer.getvalue()


OFFICE = archive(**{"[Content_Types].xml": b"<x/>", WORD: b"<x/>"})
BOMB = archive(**{"[Content_Types].xml": b"<x/>", WORD: b"\0" * 30_000_000})
LOCKED = pdf(encrypt=StandardEncryption("secret"))

CASES = {
    "nothing": ("a.pdf", b"", "file_empty"),
    "a PDF with a password": ("a.pdf", LOCKED, "file_encrypted"),
    "a cut PDF": ("a.pdf", b"%PDF-1.7\n", "file_broken"),
    "noise named as a PDF": ("a.pdf", bytes(range(256)) * 9, "file_broken"),
    "a cut Word file": ("a.docx", archive(a=b"x" * 999)[:90], "file_broken"),
    "a Word file without content": ("a.docx", OFFICE, "file_broken"),
    "a cut picture": ("a.png", png(400, 400)[:60], "file_broken"),
    "a zip named as a PDF": ("a.pdf", archive(a=b"x"), "file_mistyped"),
    "a PNG named as a PDF": ("a.pdf", png(), "file_mistyped"),
    "a PDF named as a Word file": ("a.docx", pdf(), "file_mistyped"),
    "a PDF named as text": ("a.txt", pdf(), "file_mistyped"),
    "noise named as text": ("a.txt", bytes(range(256)) * 9, "file_mistyped"),
    "a zip": ("a.zip", archive(a=b"x"), "file_unsupported"),
    "noise": ("a.xyz", bytes(range(256)) * 9, "file_unsupported"),
    "RTF": ("a.rtf", rb"{\rtf1 Hello}", "file_unsupported"),
    "a zip bomb": ("a.docx", BOMB, "file_bomb"),
    "an empty page": ("a.pdf", pdf(text=""), "file_no_text"),
    "a white picture": ("a.png", png(), "file_no_text"),
    "white space": ("a.txt", b" \n\t \n", "file_no_text"),
    "encrypted mail": (
        "a.eml",
        b"From: a@example.com\r\nContent-Type: multipart/encrypted; boundary=x\r\n\r\n--x--",
        "file_encrypted",
    ),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_bad_file_gets_its_reason(read: Read, case: str) -> None:
    file_name, data, reason = CASES[case]
    with pytest.raises(RejectedError) as caught:
        await read(data, file_name)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("limits", "file_name", "data", "reason"),
    [
        (Limits(size=10), "a.txt", b"more than ten", "file_too_large"),
        (Limits(pages=2), "a.pdf", pdf(pages=3), "file_too_many_pages"),
        (Limits(pixels=1000), "a.png", png(), "file_too_many_pixels"),
        (Limits(unpacked=1), "a.docx", OFFICE, "file_bomb"),
        (Limits(seconds=0), "a.txt", b"words", "file_time_limit"),
        (Limits(memory=1024 * 1024), "a.png", png(9000, 9000), "file_memory_limit"),
    ],
)
async def test_a_file_beyond_a_limit_gets_its_reason(
    read: Read, limits: Limits, file_name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(RejectedError) as caught:
        await read(data, file_name, limits)
    assert caught.value.reason == reason
    assert "words" in (await read(b"some words", "b.txt")).text


async def test_a_password_protected_office_file_is_encrypted(read: Read, tmp_path: Path) -> None:
    msoffcrypto = pytest.importorskip("msoffcrypto.format.ooxml")
    openpyxl = pytest.importorskip("openpyxl")
    plain, locked = BytesIO(), BytesIO()
    openpyxl.Workbook().save(plain)
    msoffcrypto.OOXMLFile(plain).encrypt("secret", locked)
    with pytest.raises(RejectedError) as caught:
        await read(locked.getvalue(), "a.xlsx")
    assert caught.value.reason == "file_encrypted"


async def test_the_media_type_counts_where_the_name_says_nothing(read: Read) -> None:
    with pytest.raises(RejectedError) as caught:
        await read(png(), "download", media_type="application/pdf")
    assert caught.value.reason == "file_mistyped"
