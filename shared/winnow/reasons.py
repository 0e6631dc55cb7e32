"""The closed lists: why a document or event is refused, and what a reader left out of one.

Dashboards, dead letters and HTTP problem documents key on these names: adding one is a
compatible change, renaming or removing one is not. `docs/reasons.md` is generated from here.
"""

from typing import Final, Literal, get_args

Reason = Literal[
    "file_empty",
    "file_too_large",
    "file_broken",
    "file_encrypted",
    "file_unsupported",
    "file_mistyped",
    "file_no_text",
    "file_too_many_pages",
    "file_too_many_pixels",
    "file_bomb",
    "file_recursive",
    "file_polyglot",
    "file_active_content",
    "file_time_limit",
    "file_memory_limit",
    "event_not_json",
    "event_invalid",
    "event_unknown_version",
    "blob_missing",
    "blob_mismatch",
    "recipe_unknown",
    "model_unfillable",
    "internal_error",
]

REASONS: Final[tuple[Reason, ...]] = get_args(Reason)

MEANING: Final[dict[Reason, str]] = {
    "file_empty": "The file has no bytes.",
    "file_too_large": "The file is larger than the size limit.",
    "file_broken": "The file is of a known type but cannot be read.",
    "file_encrypted": "The file is protected by a password or a rights system.",
    "file_unsupported": "Files of this type are not read by Winnow.",
    "file_mistyped": "The content is not of the type that the name or media type says.",
    "file_no_text": "The file was read without error but holds no text, drawn or typed.",
    "file_too_many_pages": "The file has more pages than the page limit.",
    "file_too_many_pixels": "A picture or page is larger than the pixel limit.",
    "file_bomb": "The file expands beyond the decompression limit.",
    "file_recursive": "The file holds itself, or its parts nest deeper than the limit.",
    "file_polyglot": "The file is of two types at once, so that two readers see two documents.",
    "file_active_content": "The file's text is made by a program in it when it is opened.",
    "file_time_limit": "Reading the file took longer than the time limit.",
    "file_memory_limit": "Reading the file took more memory than the limit.",
    "event_not_json": "The record's value is not a JSON object.",
    "event_invalid": "The event misses a field or has one of a wrong type.",
    "event_unknown_version": "The event's type or version is not one this topic carries.",
    "blob_missing": "The event names bytes that are not in the blob store.",
    "blob_mismatch": "The bytes in the blob store are not those the event promised.",
    "recipe_unknown": "The event names a recipe that does not exist.",
    "model_unfillable": "A model gave no valid answer and no person can be asked.",
    "internal_error": "A fault in Winnow; the stack is in the dead letter.",
}

Warning_ = Literal[
    "hidden_text",
    "ocr_layer_ignored",
    "drawing_unknown",
    "layout_failed",
    "attachment_not_read",
    "embedded_not_read",
    "macro_not_run",
    "script_not_run",
    "action_not_followed",
    "external_not_followed",
    "contents_unknown",
]

WARNINGS: Final[dict[Warning_, str]] = {
    "hidden_text": "The file holds text that it does not show; it is kept apart, out of prompts.",
    "ocr_layer_ignored": "Invisible text lies on a scan: the scan was read instead of it.",
    "drawing_unknown": "A page could not be drawn, so that its text was not compared with it.",
    "layout_failed": "The layout could not be analysed: the words come in lines, without blocks.",
    "attachment_not_read": "The mail has an attachment; submit it as a document of its own.",
    "embedded_not_read": "The file carries another one; submit that as a document of its own.",
    "macro_not_run": "The file carries macros; the text is read as it was saved.",
    "script_not_run": "The file carries scripts; the text is read as it was saved.",
    "action_not_followed": "The file asks to start a program, send data or open another file.",
    "external_not_followed": "The file takes in things from elsewhere; those are not fetched.",
    "contents_unknown": "What the file carries besides its text could not be listed.",
}


def warn(warning: Warning_, detail: str = "") -> str:
    """A warning as documents carry it: its name, and what it is about after a colon."""
    told = " ".join(detail.split())[:200]
    return f"{warning}: {told}" if told else warning
