"""Small documents whose right answers are known, and the recipes that read them."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from winnow.contracts.documents import DocumentClassified, Source
from winnow.contracts.parsed import Chunk, Element, Page, ParsedDocument
from winnow.storage.port import BlobStore

RECIPE: Final = """\
recipe: {name}
version: 1
title: Slip
description: A slip of one payment.
second_reading: none
summarise: false
may_wait: {may_wait}
fields:
  type: object
  properties:
    company: {{type: string, description: "Who was paid, as printed on the first line."}}
    paid_on: {{type: string, format: date, description: The day of the payment as YYYY-MM-DD.}}
    total: {{type: number, description: "What was paid, tax included, after the word TOTAL."}}
must_have: [/company, /total]
examples:
  - text: "Corner Bakery No 7\\nSlip 4417 of 2025-03-14\\nGoods as listed above\\nTOTAL 12.50"
    answer: {{company: Corner Bakery No 7, paid_on: 2025-03-14, total: 12.5}}
instructions: >-
  Copy what is printed. Leave out what the slip does not say. The number of the slip is no amount.
"""
SLIP: Final = re.compile(
    r"\n(?P<company>[^\n]+)\nSlip \d+ of (?P<day>\S+)\n.*TOTAL (?P<total>\S+)", re.DOTALL
)


def write_recipes(folder: Path) -> Path:
    """`slip`, and `slip_later`, whose answers may wait for a batch."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, may_wait in (("slip", "false"), ("slip_later", "true")):
        told = RECIPE.format(name=name, may_wait=may_wait)
        (folder / f"{name}.yaml").write_text(told, encoding="utf-8")
    return folder


def truth(number: int) -> dict[str, Any]:
    """What a slip says."""
    day = date(2025, 1, 1) + timedelta(days=number % 365)
    return {
        "company": f"Trader No {number} Ltd",
        "paid_on": day.isoformat(),
        "total": round(5 + number * 0.37, 2),
    }


def slip(number: int) -> str:
    """The text of a slip; no two are alike."""
    said = truth(number)
    goods = "\n".join(f"Item {number * 7 + line} of the goods, as ordered" for line in range(8))
    first = f"{said['company']}\nSlip {number} of {said['paid_on']}"
    return f"{first}\n{goods}\nTOTAL {said['total']:.2f}"


def fill(_: dict[str, Any], text: str) -> dict[str, Any]:
    """What a good model answers."""
    found = SLIP.search(text)
    if found is None:
        return {"company": None, "paid_on": None, "total": None}
    total = float(found["total"])
    return {"company": found["company"], "paid_on": found["day"], "total": total}


async def classified(
    number: int, blobs: BlobStore, recipe: str = "slip", *, copy: int = 0, tenant: str = "default"
) -> DocumentClassified:
    """A slip that was read and classified; a `copy` has other bytes and the same text."""
    text = slip(number)
    original = f"{text}{' ' * copy}".encode()
    stored = await blobs.put(tenant, original, "text/plain")
    parsed = await blobs.put(tenant, _parsed(text).model_dump_json().encode(), "application/json")
    source = Source(
        file_name=f"slip-{number}-{copy}.txt",
        original=stored,
        media_type="text/plain",
        pages=1,
        parsed=parsed,
        submitted_at=datetime.now(UTC),
        submission=str(uuid4()),
    )
    return DocumentClassified(
        document_id=uuid4(),
        tenant=tenant,
        source=source,
        recipe=recipe,
        confidence=1.0,
        decided_by="bench",
        seconds=0,
    )


def _parsed(text: str) -> ParsedDocument:
    element = Element(id="e0", category="Text", text=text, page=1, start=0, end=len(text))
    chunk = Chunk(id="c0", index=0, text=text, elements=("e0",), pages=(1,))
    return ParsedDocument(text=text, pages=(Page(number=1),), elements=(element,), chunks=(chunk,))
