"""The closed list of reasons a document or event can be refused for.

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
