"""Nothing that a file carries or names is run, fetched or followed; warnings say what it was."""

import gzip
import zipfile
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError
from winnow.reasons import WARNINGS

Read = Callable[..., Awaitable[ParsedDocument]]
Change = Callable[[pikepdf.Pdf], None]
SECRET = "a secret of this machine"


def pdf(change: Change | None = None) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.drawString(60, 700, "Invoice 4711 of the hardware shop")
    canvas.save()
    if change is None:
        return buffer.getvalue()
    changed = BytesIO()
    with pikepdf.open(buffer) as file:
        change(file)
        file.save(changed)
    return changed.getvalue()


def attach(file: pikepdf.Pdf) -> None:
    file.attachments["factur-x.xml"] = b"<Invoice>other words</Invoice>"


def script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch(file: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    file.pages[0].AA = pikepdf.Dictionary(O=action)


def form_in_itself(file: pikepdf.Pdf) -> None:
    form = file.make_stream(b"/Again Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.BBox = pikepdf.Array([0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Again=form))
    page = file.pages[0]
    page.Resources.XObject = pikepdf.Dictionary(Again=form)
    page.contents_add(b"/Again Do")


def dynamic_form(file: pikepdf.Pdf) -> None:
    xml = file.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    file.Root.AcroForm = pikepdf.Dictionary(XFA=xml, Fields=pikepdf.Array())
    file.Root.NeedsRendering = True


CARRIED: dict[str, tuple[Change, list[str]]] = {
    "nothing": (lambda _: None, []),
    "an attachment": (attach, ["embedded_not_read: factur-x.xml"]),
    "a script": (script, ["script_not_run"]),
    "a program to start": (launch, ["action_not_followed: Launch"]),
}


@pytest.mark.parametrize("case", CARRIED)
async def test_a_pdf_is_read_and_what_it_carries_is_told(read: Read, case: str) -> None:
    change, warnings = CARRIED[case]
    document = await read(pdf(change), "invoice.pdf")
    assert document.text == "Invoice 4711 of the hardware shop"
    assert list(document.warnings) == warnings


async def test_a_form_that_draws_itself_does_not_keep_a_page_from_being_read(read: Read) -> None:
    assert "Invoice 4711" in (await read(pdf(form_in_itself), "invoice.pdf")).text


def word(**members: str) -> bytes:
    """A Word file with more members, or with some of its own replaced."""
    file, buffer = docx.Document(), BytesIO()
    file.add_paragraph("The rent is 900 euros.")
    file.save(buffer)
    changed = BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, text in members.items():
            new.writestr(name, text)
    return changed.getvalue()


RELATIONS = "http://schemas.openxmlformats.org/"
TEMPLATE = (
    f'<Relationships xmlns="{RELATIONS}package/2006/relationships"><Relationship Id="r1" '
    f'Type="{RELATIONS}officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/></Relationships>'
)
WORD_CARRIED = {
    "macros": ("word/vbaProject.bin", "x", "macro_not_run"),
    "a package": ("word/embeddings/oleObject1.bin", "x", "embedded_not_read: word/embeddings/"),
    "a control": ("word/activeX/activeX1.xml", "<x/>", "script_not_run: ActiveX"),
    "a template": ("word/_rels/settings.xml.rels", TEMPLATE, "external_not_followed: attachedTem"),
}


@pytest.mark.parametrize("case", WORD_CARRIED)
async def test_a_word_file_is_read_and_what_it_carries_is_told(read: Read, case: str) -> None:
    name, text, warning = WORD_CARRIED[case]
    document = await read(word(**{name: text}), "lease.docx")
    assert document.text == "The rent is 900 euros."
    assert [told[: len(warning)] for told in document.warnings] == [warning]


async def test_a_path_in_a_zip_is_not_written_to(read: Read, tmp_path: Path) -> None:
    document = await read(word(**{"../../outside.txt": "x", "/tmp/outside.txt": "x"}), "a.docx")
    assert document.text == "The rent is 900 euros."


async def test_an_entity_of_a_word_file_is_not_resolved(read: Read, tmp_path: Path) -> None:
    (secret := tmp_path / "secret.txt").write_text(SECRET)
    body = (
        f'<!DOCTYPE w:document [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        f'<w:document xmlns:w="{RELATIONS}wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>Rent 900 &e;</w:t></w:r></w:p></w:body></w:document>"
    )
    document = await read(word(**{"word/document.xml": body}), "lease.docx")
    assert "Rent 900" in document.text
    assert SECRET not in document.model_dump_json()


async def test_a_page_takes_in_nothing_from_elsewhere(read: Read, tmp_path: Path) -> None:
    (secret := tmp_path / "secret.txt").write_text(SECRET)
    page = f"<html><body><p>Total 7</p><iframe src='{secret.as_uri()}'></iframe><script>1</script>"
    document = await read(page.encode(), "page.html")
    assert document.text == "Total 7"
    assert document.warnings == ("script_not_run", "external_not_followed")


def picture(form: str) -> bytes:
    buffer = BytesIO()
    Image.new("L", (40, 40), 255).save(buffer, form)
    return buffer.getvalue()


def packed(data: bytes, name: str = "a.txt") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, data)
    return buffer.getvalue()


def mail_in_mail(depth: int) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.com", "Invoice"
    message["MIME-Version"] = "1.0"
    message.set_content("Total 7")
    if depth:
        inner = EmailMessage()
        inner["Subject"] = "x"
        inner.set_content("x")
        for _ in range(depth):
            outer = EmailMessage()
            outer["Subject"] = "x"
            outer.set_content("x")
            outer.add_attachment(inner)
            inner = outer
        message.add_attachment(inner)
    return message.as_bytes()


def polyglot_zip() -> bytes:
    """A PDF with a zip after it, whose offsets are right for the whole file."""
    buffer = BytesIO(pdf())
    buffer.seek(0, 2)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("a.txt", "other words")
    return buffer.getvalue()


REFUSED = {
    "a PDF and zip": ("a.pdf", polyglot_zip(), "file_polyglot"),
    "a GIF and PDF": ("a.gif", picture("GIF") + pdf(), "file_polyglot"),
    "a GIF and script": ("a.gif", b"GIF89a/*" + picture("GIF")[8:] + b"*/=1;", "file_polyglot"),
    "a PNG and HTML": ("a.png", picture("PNG") + b"<html><script>1</script>", "file_polyglot"),
    "a JPEG and zip": ("a.jpg", picture("JPEG") + packed(b"x"), "file_polyglot"),
    "HTML and PDF": ("a.pdf", b"<html><script>1</script>\n" + pdf(), "file_polyglot"),
    "zip in zip in zip": (
        "a.zip",
        packed(packed(packed(b"x", "c.zip"), "b.zip"), "a.zip"),
        "file_recursive",
    ),
    "gzip in gzip in gzip": ("a.gz", gzip.compress(gzip.compress(gzip.compress(b"x"))), "file_rec"),
    "zip in zip": ("a.zip", packed(packed(b"x"), "b.zip"), "file_unsupported"),
    "mail in mail in mail": ("a.eml", mail_in_mail(12), "file_recursive"),
    "a form made by a program": ("a.pdf", pdf(dynamic_form), "file_active_content"),
    "a page made by a script": (
        "a.html",
        b"<html><body><script>document.write('Total')</script></body></html>",
        "file_active_content",
    ),
    "elements in elements": ("a.html", b"<html>" + b"<div>" * 50_000 + b"x", "file_recursive"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_trap_gets_its_own_reason(read: Read, case: str) -> None:
    file_name, data, reason = REFUSED[case]
    with pytest.raises(RejectedError) as caught:
        await read(data, file_name)
    assert caught.value.reason.startswith(reason)


async def test_a_mail_that_was_sent_on_is_read_and_the_first_one_named(read: Read) -> None:
    document = await read(mail_in_mail(2), "a.eml")
    assert "Total 7" in document.text
    assert {told.split(":")[0] for told in document.warnings} == {"attachment_not_read"}


async def test_every_warning_is_on_the_closed_list(read: Read) -> None:
    document = await read(pdf(attach), "invoice.pdf")
    assert {told.split(":")[0] for told in document.warnings} <= set(WARNINGS)
