"""Mail as .eml and .msg: headers first, then the body; attachments are only named."""

from dataclasses import replace
from email import message_from_binary_file, policy
from email.message import EmailMessage, MIMEPart
from typing import Any, Final

from winnow.errors import RejectedError
from winnow.reasons import warn
from winnow_ingest.drafts import Block, Draft, Job
from winnow_ingest.paragraphs import html_draft, text_blocks
from winnow_ingest.text_bytes import decode

HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")
MAIL: Final = "message/rfc822"
DEEPEST: Final = 8  # a mail that was sent on so often
SEALED: Final = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read_eml(job: Job) -> Draft:
    with job.path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    kind = message.get_content_type()
    if kind in SEALED and "signed" not in str(message.get("Content-Type", "")):
        raise RejectedError("file_encrypted", kind)
    _check_depth(message)
    headers = {name: _header(message, name) for name in HEADERS}
    names = [part.get_filename() or part.get_content_type() for part in _attachments(message)]
    return _draft(headers, _body(message), names)


def read_msg(job: Job) -> Draft:
    from oxmsg import Message

    message = Message.load(str(job.path))
    known = {name.lower(): value for name, value in message.message_headers.items()}
    if "encrypted" in known.get("content-type", "") or _is_sealed(message):
        raise RejectedError("file_encrypted", "the mail is encrypted")
    headers = {name: known.get(name.lower(), "") for name in HEADERS}
    headers["From"] = headers["From"] or message.sender or ""
    headers["To"] = headers["To"] or ", ".join(
        f"{person.name} <{person.email_address}>" for person in message.recipients
    )
    headers["Date"] = headers["Date"] or (
        message.sent_date.isoformat() if message.sent_date else ""
    )
    headers["Subject"] = headers["Subject"] or message.subject or ""
    names = [attachment.file_name or "unnamed" for attachment in message.attachments]
    html = message.html_body
    body = html_draft(html) if html else _typed(message.body or "")
    return _draft(headers, body, names)


def _draft(headers: dict[str, str], body: Draft, attachments: list[str]) -> Draft:
    lines = [f"{name}: {' '.join(value.split())}" for name, value in headers.items() if value]
    head = [Block("\n".join(lines), "EmailHeader")] if lines else []
    warnings = tuple(warn("attachment_not_read", name) for name in attachments)
    return replace(body, blocks=(*head, *body.blocks), warnings=(*body.warnings, *warnings))


def _header(message: EmailMessage, name: str) -> str:
    """The header's text; where its value is malformed, as it stands in the file."""
    try:
        return ", ".join(str(value) for value in message.get_all(name, []))
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        raw = [value for key, value in message.raw_items() if key.lower() == name.lower()]
        return ", ".join(str(value) for value in raw)


def _attachments(message: EmailMessage) -> list[EmailMessage]:
    return [
        part
        for part in message.walk()
        if part.get_content_disposition() == "attachment" or part.get_content_type() == MAIL
    ]


def _check_depth(message: MIMEPart, depth: int = 0) -> None:
    """Raises RejectedError for mail in mail in mail without end."""
    if depth > DEEPEST:
        raise RejectedError("file_recursive", f"mail in mail, more than {DEEPEST} deep")
    for part in message.iter_parts():
        _check_depth(part, depth + (part.get_content_type() == MAIL))


def _body(message: EmailMessage) -> Draft:
    part = message.get_body(("html", "plain"))
    if part is None:
        return Draft(())
    text = _content(part)
    if part.get_content_type() == "text/html":
        return html_draft(text)
    return _typed(text)


def _typed(text: str) -> Draft:
    return Draft(tuple(text_blocks(text)))


def _content(part: Any) -> str:
    """The decoded text; by its bytes where the charset it names is unknown or wrong."""
    payload = part.get_payload(decode=True) or b""
    try:
        return str(payload.decode(part.get_content_charset("utf-8")))
    except (LookupError, UnicodeDecodeError):
        return decode(payload)


def _is_sealed(message: Any) -> bool:
    return any((found.file_name or "").lower() == "smime.p7m" for found in message.attachments)
