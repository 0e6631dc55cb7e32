"""Receipts that nobody has seen before, and a model that reads them without a fault."""

import json
import re
from typing import Any

from winnow.testing.model_script import Answer, Request, ok

COMPANIES = ("ALDER", "BIRCH", "CEDAR", "ELM", "HAZEL", "LARCH", "MAPLE", "ROWAN")


def receipt(number: int, seed: int) -> tuple[str, bytes]:
    """The file's name and its bytes."""
    company = f"{COMPANIES[number % len(COMPANIES)]} CAFE {seed}-{number}"
    total = f"{number % 90 + 10}.{number % 100:02d}"
    lines = (company, "Till 4, cashier Ann", "Date 2026-03-14", f"Tea {total}")
    text = "\n".join((*lines, f"Total EUR {total}", "Cash, change 0.00", ""))
    return f"receipt-{number}.txt", text.encode()


def answer(request: Request) -> Answer:
    """What a model that makes no mistakes says."""
    text = str(request.body["messages"][-1]["content"])
    match request.body["response_format"]["json_schema"]["name"]:
        case "Receipt":
            return ok(_read(text))
        case "Statements":
            line = next(line for line in text.splitlines() if "Total EUR" in line)
            return ok({"statements": [{"passages": [1], "sentence": line}]})
        case _:
            return ok({"type": "receipt"})


def _read(text: str) -> dict[str, Any]:
    company = re.search(r"^\w+ CAFE \S+$", text, re.MULTILINE)
    total = re.search(r"^Total EUR (\S+)$", text, re.MULTILINE)
    if company is None or total is None:
        raise ValueError(json.dumps(text))
    return {
        "company": company.group(),
        "date": "2026-03-14",
        "address": None,
        "total": float(total.group(1)),
        "currency": "EUR",
        "items": [{"name": "Tea", "quantity": None, "amount": float(total.group(1))}],
    }
