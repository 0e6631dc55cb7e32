"""What a person typed, read as the value of a field. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from winnow.contracts.evidence import Scalar
from winnow.recipes.fields import MAX_LENGTH

NUMBER: Final = re.compile(r"[0-9]+(?:[.,' ][0-9]+)*|[.,][0-9]+")
DAY: Final = re.compile(r"([0-9]{1,4})[-./ ]+([0-9]{1,2})[-./ ]+([0-9]{1,4})")
PIVOT: Final = 69  # two-digit years from here on are of the last century (POSIX strptime)
YES: Final = ("yes", "true", "1", "ja", "oui", "sí", "si")
NO: Final = ("no", "false", "0", "nein", "non")


class UnreadableError(ValueError):
    """What was typed is no value of the field; the message says what to type."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A value; `heard` says how it was read where that is not plain from what was typed."""

    value: Scalar
    heard: str | None = None


def typed(text: str, schema: dict[str, Any]) -> Typed:
    """The value; UnreadableError."""
    text = text.strip()
    if not text:
        raise UnreadableError("type a value; if the document has none, use Clear")
    match schema["type"]:
        case "number":
            return _number(text)
        case "integer":
            return _integer(text)
        case "boolean":
            return Typed(_flag(text))
    if schema.get("format") == "date":
        return _date(text)
    return Typed(_text(text, schema))


def _number(text: str) -> Typed:
    digits, sign = _digits(text)
    return _heard(text, sign * float(_pointed(digits)))


def _integer(text: str) -> Typed:
    digits, sign = _digits(text)
    if re.fullmatch(r"[0-9]{1,3}(?:[.,' ][0-9]{3})+", digits):
        digits = re.sub(r"[^0-9]", "", digits)
    if not digits.isdigit():
        raise UnreadableError("type a whole number, such as 12")
    return _heard(text, sign * int(digits))


def _digits(text: str) -> tuple[str, int]:
    """The figures of a number without its sign, and the sign (-1 or 1)."""
    plain = "".join(_figure(sign) for sign in unicodedata.normalize("NFKC", text)).strip()
    negative = plain.startswith(("-", "\u2212")) or (plain[:1] + plain[-1:] == "()")
    plain = plain.strip("()+-\u2212 ")
    if not NUMBER.fullmatch(plain):
        raise UnreadableError("type the number alone, such as 12.50 or 12,50")
    return plain, -1 if negative else 1


def _figure(sign: str) -> str:
    if sign.isspace():
        return " "
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign.replace("\u2019", "'")


def _pointed(digits: str) -> str:
    """With a decimal point and nothing between the thousands; the last separator of two counts."""
    marks = re.findall(r"[.,' ]", digits)
    last = marks[-1] if marks else ""
    if last in ("'", " ") or (len(marks) > 1 and len(set(marks)) == 1):
        return _grouped(digits, marks)
    if len(marks) > 1 and (marks.count(last) > 1 or len(set(marks[:-1])) > 1):
        raise UnreadableError("type the number with one separator, such as 1234.50")
    whole, _, part = digits.rpartition(last) if last else (digits, "", "")
    if marks == [","] and len(part) == 3 and whole.lstrip("0"):
        raise UnreadableError(f"is it {whole}{part} or {whole}.{part}? type it like that")
    if len(marks) > 1:
        whole = _grouped(whole, marks[:-1])
    return f"{whole or '0'}.{part or '0'}"


def _grouped(digits: str, marks: list[str]) -> str:
    first, *rest = re.split(r"[.,' ]", digits)
    if len(set(marks)) > 1 or len(first) > 3 or any(len(group) != 3 for group in rest):
        raise UnreadableError("type the number with one separator, such as 1234.50")
    return first + "".join(rest)


def _heard(text: str, value: float) -> Typed:
    if value in (float("inf"), float("-inf")):
        raise UnreadableError("that number is too large")
    plain = format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    same = text.rstrip("0").rstrip(".") if "." in text else text
    return Typed(value, None if same == plain else f"read as {plain}")


def _flag(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise UnreadableError("choose yes or no")


def _date(text: str) -> Typed:
    found = DAY.fullmatch("".join(map(_figure, text)))
    if not found:
        raise UnreadableError("type a date such as 2026-01-31 or 31.1.2026")
    one, two, three = found.groups()
    if len(one) == 4:
        year, month, day = int(one), int(two), int(three)
    else:
        year, month, day = _year(three), int(two), int(one)
        if month > 12 >= day:
            month, day = day, month
    try:
        value = date(year, month, day)
    except ValueError as error:
        raise UnreadableError("there is no such day; type it as 2026-01-31") from error
    plain = value.isoformat()
    spoken = f"{value.day} {value:%B} {value.year}"
    return Typed(plain, None if text == plain else f"read as {spoken}")


def _year(text: str) -> int:
    if len(text) not in (2, 4):
        raise UnreadableError("type the year with four figures")
    year = int(text)
    if len(text) == 2:
        return year + (1900 if year >= PIVOT else 2000)
    return year


def _text(text: str, schema: dict[str, Any]) -> str:
    if "enum" in schema and text not in schema["enum"]:
        raise UnreadableError(f"choose one of {', '.join(schema['enum'])}")
    most = schema.get("maxLength", MAX_LENGTH)
    if "enum" not in schema and len(text) > most:
        raise UnreadableError(f"at most {most} characters; these are {len(text)}")
    if "pattern" in schema and not re.fullmatch(schema["pattern"], text):
        raise UnreadableError(f"must be of the form {schema['pattern']}")
    return text
