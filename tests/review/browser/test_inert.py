"""What a document holds is shown as text by the viewer, whatever it says."""

from typing import Any

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "{{7*7}}{% raw %}",
    "javascript:alert(1)",
    "<style>*{display:none}</style>",
    "<form action='https://evil.example'><button>a</button></form>",
    "&lt;b&gt; &amp;amp;",
    "<a href='https://evil.example'>here</a>",
]


async def test_text_of_a_letter_is_inert(sit: Any, taken_letter: Any) -> None:
    seat = await sit(await taken_letter("\n\n".join([*PAYLOADS, "from ACME"]), "ACME"))
    shown = await seat.page.locator(".viewer-page.text p").all_inner_texts()
    assert shown == [*PAYLOADS, "from ACME"]
    assert await seat.page.locator("#viewer :is(script, img, iframe, style, form, a)").count() == 0


async def test_hidden_text_is_inert(sit: Any, taken: Any, drawn: Any) -> None:
    seat = await sit(await taken(drawn(hidden=" ".join(PAYLOADS[:6]))))
    told = await seat.page.locator("svg g.hidden-text title").text_content()
    assert told is not None
    assert told.endswith(" ".join(PAYLOADS[:6]))
    assert await seat.page.locator("#viewer :is(script, iframe, svg svg)").count() == 0


async def test_text_that_would_turn_or_hide_what_stands_around_it_is_named(
    sit: Any, taken_letter: Any
) -> None:
    seat = await sit(await taken_letter("pay \u202e05.21\u202c now\x07\n\nfrom ACME", "ACME"))
    shown = await seat.page.locator(".viewer-page.text p").first.inner_text()
    assert shown == "pay ⟨RLO⟩05.21⟨PDF⟩ now␇"


async def test_a_drawn_reading_is_inert_too(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    read = {"text": PAYLOADS[1], "page": 1, "box": None}
    await seat.page.evaluate(
        "read => document.dispatchEvent(new CustomEvent('winnow:read', {detail: read}))", read
    )
    await seat.settled()
    assert await seat.page.locator("#field-total-value").input_value() == PAYLOADS[1]
    assert await seat.said() == f"Read: {PAYLOADS[1]}. Enter saves it."
