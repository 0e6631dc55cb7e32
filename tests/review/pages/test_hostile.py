"""Whatever a document says, the page shows it and does nothing else."""

from typing import Any

from winnow.contracts.evidence import Sentence, Summary
from winnow.contracts.parsed import HiddenText, ParsedDocument

Desktop = Any  # see tests/review/conftest.py
Parsed = Any  # see conftest.py
PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "<math><mi xlink:href='data:x,<script>alert(1)</script>'></math>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<form action=//evil.example><button>Approve</button></form>",
    "<button data-act=approve>Approve</button>",
    "<div hx-get=/ hx-trigger=load></div>",
    '" hx-get="/sign-out" hx-trigger="load',
    '" autofocus onfocus="alert(1)',
    "' style='position:fixed;inset:0",
    "</textarea><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<script>-->alert(1)",
    "<template><script>alert(1)</script></template>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "${alert(1)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202eelif\u202c exe.pdf",
    "a\x00b\x08c\x1b[31m",
    "<scr\u200bipt>alert(1)</scr\u200bipt>",
    "<plaintext>",
    "<x id=revision value=99 hx-swap-oob=true>",
    "]]><script>alert(1)</script>",
]
INVISIBLE = {"\x00", "\x08", "\x1b", "\u202e", "\u200b"}


def skeleton(page: Parsed) -> list[tuple[str, tuple[str, ...]]]:
    """What the page is made of, without what it says."""
    return [(tag, tuple(sorted(has))) for tag, has in page.elements]


async def shown(desk: Desktop, ask_of: Any, tenant: str, text: str) -> list[Any]:
    """The document and the answer to a write, with `text` wherever a text can be."""
    desk.http.headers["X-API-Key"] = tenant
    parsed = ParsedDocument(
        text=text,
        pages=(),
        elements=(),
        chunks=(),
        warnings=(text,),
        hidden=(HiddenText(text=text, page=1, how="tiny"),),
    )
    event = await ask_of(
        desk,
        {"company": text, "total": 1.0, "date": None, "items": [{"name": text}]},
        doubtful=("/company",),
        reasons=(text,),
        tenant=tenant,
        summary=Summary(sentences=(Sentence(text=text, chunks=()),)),
    )
    source = event.source.model_copy(
        update={"file_name": text, "parsed": await desk.put(parsed.model_dump_json())}
    )
    anew = event.model_copy(update={"source": source, "event_id": event.document_id})
    later = anew.model_copy(update={"occurred_at": event.occurred_at.replace(year=2999)})
    await desk.queue.take_in(later)
    path = f"/documents/{event.document_id}"
    await desk.http.post(f"{path}/claim")
    sent = {"revision": 1, "pointer": "/company", "act": "correct", "value": f"{text} "[:190]}
    answers = [await desk.http.get(path)]
    answers.append(
        await desk.http.post(f"{path}/fields", data=sent, headers={"HX-Request": "true"})
    )
    answers.append(await desk.http.get(path))
    assert [one.status_code for one in answers] == [200] * 3
    return [one.text for one in answers]


async def test_a_hostile_text_changes_nothing_but_the_text(
    open_desk: Any, ask_of: Any, parsed: Parsed
) -> None:
    desk = open_desk(api_keys="ann:one:one:reviewer,ann:two:two:reviewer")
    for payload in PAYLOADS:
        harmless = await shown(desk, ask_of, "one", "x" * len(payload))
        hostile = await shown(desk, ask_of, "two", payload)
        for told, plain in zip(hostile, harmless, strict=True):
            assert skeleton(parsed(told)) == skeleton(parsed(plain)), payload
            assert not INVISIBLE & set(told), payload
    hostile_queue = (await desk.http.get("/")).text
    desk.http.headers["X-API-Key"] = "one"
    harmless_queue = (await desk.http.get("/")).text
    assert skeleton(parsed(hostile_queue)) == skeleton(parsed(harmless_queue))
    assert not INVISIBLE & set(hostile_queue)


async def test_a_huge_value_is_cut_and_can_be_shown(
    desk: Desktop, ask_of: Any, parsed: Parsed
) -> None:
    data = {"company": "x" * 5000, "total": 1.0, "date": None, "items": []}
    event = await ask_of(desk, data)
    page = parsed((await desk.http.get(f"/documents/{event.document_id}")).text)
    assert "Show all 5000 characters" in page.text
