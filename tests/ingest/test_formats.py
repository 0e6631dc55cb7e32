"""Every format that Winnow reads gives its text."""

from collections.abc import Awaitable, Callable
from datetime import date
from email.message import EmailMessage
from io import BytesIO

import docx
import openpyxl
import pptx
import pytest

from winnow.contracts.parsed import ParsedDocument

Read = Callable[..., Awaitable[ParsedDocument]]

HTML = (
    "<html><head><script>alert('no')</script><meta charset='utf-8'></head><body>"
    "<h1>Rechnung 17</h1><table><tr><th>Ware</th><th>Preis</th></tr>"
    "<tr><td>Nägel</td><td>1,50</td></tr></table>"
    "<img src='http://127.0.0.1:9/x.png'><img src='file:///etc/passwd'></body></html>"
)


def make_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Lease", level=1)
    document.add_paragraph("The tenant pays 900 euros each month.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Room", "Rent", "Attic", "900"), strict=True):
        cell.text = text
    return saved(document.save)


def make_pptx() -> bytes:
    deck = pptx.Presentation()
    for title in ("First slide", "Second slide"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"Body of the {title.lower()}"
    return saved(deck.save)


def make_xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Item", "Price", "Day"])
    book.active.append(["Glue", 1.5, date(2024, 1, 31)])
    book.create_sheet("Second").append(["On the second sheet", "yes", "no"])
    return saved(book.save)


def saved(save: Callable[[BytesIO], object]) -> bytes:
    buffer = BytesIO()
    save(buffer)
    return buffer.getvalue()


def make_eml(body_type: str = "plain") -> bytes:
    mail = EmailMessage()
    mail["From"] = "Jürgen <juergen@example.com>"
    mail["To"] = "shop@example.com"
    mail["Date"] = "Mon, 05 Feb 2024 10:00:00 +0100"
    mail["Subject"] = "Bestellung 4711"
    mail.set_content(f"{'<p>' if body_type == 'html' else ''}Bitte drei Äpfel.", subtype=body_type)
    mail.add_attachment(b"secret words", "application", "octet-stream", filename="offer.bin")
    return bytes(mail)


@pytest.mark.parametrize(
    ("file_name", "data", "expected"),
    [
        ("lease.docx", make_docx(), ["Lease", "The tenant pays 900 euros", "Attic | 900"]),
        ("deck.pptx", make_pptx(), ["First slide", "Body of the second slide"]),
        ("book.xlsx", make_xlsx(), ["Glue | 1.5 | 2024-01-31\n", "On the second sheet"]),
        ("page.html", HTML.encode(), ["Rechnung 17", "Ware | Preis\nNägel | 1,50"]),
        ("mail.eml", make_eml(), ["Subject: Bestellung 4711", "Bitte drei Äpfel."]),
        ("mail.eml", make_eml("html"), ["From: Jürgen <juergen@example.com>", "drei Äpfel."]),
        (
            "notes.md",
            b"# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            ["1 | 2", "one"],
        ),
        ("bill.txt", b"Nails\n1.50\n\nTotal 1.50\n", ["Nails\n1.50\n\nTotal 1.50"]),
        ("bill.csv", b"id;name;price\n007;Bond;1.50\n", ["007 | Bond | 1.50"]),
        ("bill.tsv", b"id\tprice\n007\t1.50\n", ["007 | 1.50"]),
        ("bill.txt", "Grüße aus Köln".encode("utf-16"), ["Grüße aus Köln"]),
        ("bill.txt", "Grüße aus Köln, die Stadt am Rhein".encode("cp1252"), ["Grüße aus Köln"]),
    ],
)
async def test_a_file_gives_its_text(
    read: Read, file_name: str, data: bytes, expected: list[str]
) -> None:
    document = await read(data, file_name)
    for text in expected:
        assert text in f"{document.text}\n"


async def test_slides_and_sheets_are_pages(read: Read) -> None:
    deck = await read(make_pptx(), "deck.pptx")
    book = await read(make_xlsx(), "book.xlsx")
    assert [page.number for page in deck.pages] == [1, 2]
    assert [element.page for element in book.elements] == [1, 2]


async def test_tables_keep_their_html(read: Read) -> None:
    document = await read(HTML.encode(), "page.html")
    table = next(element for element in document.elements if element.category == "Table")
    assert table.html is not None
    assert "<td>1,50</td>" in table.html


async def test_mail_names_its_attachments_and_does_not_read_them(read: Read) -> None:
    document = await read(make_eml(), "mail.eml")
    assert document.warnings == ("attachment_not_read: offer.bin",)
    assert "secret" not in document.text


async def test_scripts_are_no_text(read: Read) -> None:
    document = await read(HTML.encode(), "page.html")
    assert "alert" not in document.text


async def test_without_a_suffix_the_content_decides(read: Read) -> None:
    assert "Rechnung 17" in (await read(HTML.encode(), "download")).text
    assert "Lease" in (await read(make_docx(), "download.bin")).text
    assert "Subject: Bestellung" in (await read(make_eml(), "message")).text


async def test_the_language_is_told(read: Read) -> None:
    german = "Der Mieter zahlt die Miete bis zum dritten Werktag eines jeden Monats im Voraus."
    assert (await read(german.encode(), "lease.txt")).language == "de"
    english = b"The tenant pays the rent in advance on the third day of each month."
    assert (await read(english, "lease.txt")).language == "en"
