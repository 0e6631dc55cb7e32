"""The document page: what it shows, what its forms do, what a refused act leaves behind."""

from typing import Any
from uuid import uuid4

from winnow.contracts.reviews import ReviewDecided

Desktop = Any  # see tests/review/conftest.py
Parsed = Any  # see conftest.py
PART = {"HX-Request": "true"}


async def opened(desk: Desktop, **changes: Any) -> str:
    """The path of a document that ann holds."""
    event = await desk.ask(**changes)
    path = f"/documents/{event.document_id}"
    assert (await desk.http.post(f"{path}/claim")).status_code == 303
    return path


def act(act: str, pointer: str = "/total", **more: Any) -> dict[str, Any]:
    return {"revision": 0, "part": "field", "pointer": pointer, "act": act, **more}


async def test_looking_claims_nothing_and_offers_to_take_it(desk: Desktop, parsed: Parsed) -> None:
    event = await desk.ask()
    path = f"/documents/{event.document_id}"
    page = parsed((await desk.http.get(path)).text)
    assert "take" in page.all("data-act")
    assert "confirm" not in page.all("data-act")
    shown = (await desk.http.get(f"/v1/reviews/{event.document_id}")).json()
    assert shown["claimed_by"] is None


async def test_whoever_holds_it_sees_values_with_their_acts(desk: Desktop, parsed: Parsed) -> None:
    page = parsed((await desk.http.get(await opened(desk))).text)
    total = page.by_id("field-total")
    assert total is not None
    assert total["data-pointer"] == "/total"
    assert total["data-flagged"] == "true"
    assert {"confirm", "edit", "clear", "approve", "reject", "undo", "next", "help"} <= set(
        page.all("data-act")
    )
    assert page.by_id("viewer")["data-source"].endswith("/view.json")
    assert page.by_id("revision")["value"] == "0"


async def test_the_page_has_no_inline_script_or_style(desk: Desktop, parsed: Parsed) -> None:
    page = parsed((await desk.http.get(await opened(desk))).text)
    scripts = [has for tag, has in page.elements if tag == "script"]
    assert all(one.get("src") for one in scripts)
    assert page.all("style") == []
    assert not [name for _, has in page.elements for name in has if name.startswith("on")]
    assert "style" not in {tag for tag, _ in page.elements}


async def test_labels_and_ids_are_whole(desk: Desktop, parsed: Parsed) -> None:
    page = parsed((await desk.http.get(await opened(desk))).text)
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    named = [*page.all("for"), *page.all("aria-labelledby")]
    described = [one for told in page.all("aria-describedby") for one in (told or "").split()]
    assert set(named) | set(described) <= set(ids)


async def test_a_correction_answers_with_what_changed(desk: Desktop, parsed: Parsed) -> None:
    path = await opened(desk)
    sent = act("correct", value="12,50", reason="ocr", seconds="3.5")
    answer = await desk.http.post(f"{path}/fields", data=sent, headers=PART)
    page = parsed(answer.text)
    assert answer.status_code == 200
    assert page.by_id("revision")["value"] == "1"
    assert page.by_id("field-total")["data-standing"] == "corrected"
    assert page.by_id("field-company") is None  # it is as it was
    assert "0 of 1 flagged left" in page.text
    assert "read as 12.5" in page.text
    assert "the model's confidence no longer applies" in page.text
    shown = (await desk.http.get(f"/v1/reviews/{path[11:]}")).json()
    [field] = shown["fields"]
    assert (field["value"], field["reason"], field["seconds"]) == (12.5, "ocr", 3.5)


async def test_without_a_script_forms_still_post_and_come_back(desk: Desktop) -> None:
    path = await opened(desk)
    sent = {name: value for name, value in act("confirm").items() if name != "revision"}
    answer = await desk.http.post(f"{path}/fields?revision=0", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "Confirmed" in (await desk.http.get(path)).text


async def test_what_cannot_be_read_is_kept_and_told_beside_its_field(
    desk: Desktop, parsed: Parsed
) -> None:
    path = await opened(desk)
    for headers in (PART, {}):
        sent = act("correct", value="twelve <b>")
        answer = await desk.http.post(f"{path}/fields", data=sent, headers=headers)
        page = parsed(answer.text)
        assert answer.status_code == 422
        field = page.by_id("field-total-value")
        assert (field["value"], field["aria-invalid"]) == ("twelve <b>", "true")
        assert "field-total-error" in field["aria-describedby"]
        assert page.by_id("field-total-error") is not None
    assert (
        "#field-total-value"
        in (
            await desk.http.post(f"{path}/fields", data=act("correct", value=""), headers=PART)
        ).text
    )


async def test_a_stale_page_is_told_and_keeps_what_was_typed(desk: Desktop, parsed: Parsed) -> None:
    path = await opened(desk)
    await desk.http.post(f"{path}/fields", data=act("confirm"))
    answer = await desk.http.post(f"{path}/fields", data=act("correct", value="9"), headers=PART)
    page = parsed(answer.text)
    assert answer.status_code == 409
    assert [has.get("id") for _, has in page.elements if "hx-swap-oob" in has] == ["refusal"]
    assert "stale_revision" in page.all("data-reason")
    assert path in page.all("href")
    assert answer.headers["HX-Reswap"] == "none"


async def test_approving_over_open_flags_is_refused_unless_signed_off(desk: Desktop) -> None:
    path = await opened(desk)
    sent = {"revision": 0, "outcome": "approved"}
    refused = await desk.http.post(f"{path}/decide", data=sent, headers=PART)
    assert refused.status_code == 409
    assert "/total" in refused.text
    signed = {"revision": 0, "outcome": "signed_off"}
    answer = await desk.http.post(f"{path}/decide", data=signed, headers=PART)
    assert answer.headers["HX-Redirect"] == f"/?last={path[11:]}"
    await desk.desk.outbox.send()
    [decided] = desk.publisher.events
    assert isinstance(decided, ReviewDecided)
    assert decided.signed_off


async def test_after_a_decision_the_next_one_comes_and_the_last_can_be_undone(
    desk: Desktop, parsed: Parsed
) -> None:
    path = await opened(desk)
    other = await desk.ask()
    await desk.http.post(f"{path}/fields", data=act("confirm"))
    answer = await desk.http.post(f"{path}/decide", data={"revision": 1, "outcome": "approved"})
    assert answer.headers["location"] == f"/documents/{other.document_id}?last={path[11:]}"
    page = parsed((await desk.http.get(answer.headers["location"])).text)
    assert page.by_id("last")["action"] == f"{path}/reopen?revision=2"
    back = await desk.http.post(page.by_id("last")["action"])
    assert (back.status_code, back.headers["location"]) == (303, path)
    again = parsed((await desk.http.get(path)).text)
    assert again.by_id("field-total")["data-standing"] == "confirmed"


async def test_undo_brings_the_models_value_back(desk: Desktop, parsed: Parsed) -> None:
    path = await opened(desk)
    await desk.http.post(f"{path}/fields", data=act("clear"))
    answer = await desk.http.post(f"{path}/undo", data={"revision": 1}, headers=PART)
    assert parsed(answer.text).by_id("field-total")["data-standing"] == "doubtful"


async def test_rejecting_needs_a_reason(desk: Desktop) -> None:
    path = await opened(desk)
    sent = {"revision": 0, "outcome": "rejected"}
    assert (await desk.http.post(f"{path}/decide", data=sent, headers=PART)).status_code == 422
    answer = await desk.http.post(f"{path}/decide", data={**sent, "note": "not ours"})
    assert answer.status_code == 303
    assert "not ours" in (await desk.http.get(path)).text


async def test_leaving_gives_it_back_and_goes_to_another_document(desk: Desktop) -> None:
    path = await opened(desk)
    other = await desk.ask()
    answer = await desk.http.post(f"{path}/release", data={"then": "next"}, headers=PART)
    assert answer.headers["HX-Redirect"] == f"/documents/{other.document_id}"
    shown = (await desk.http.get(f"/v1/reviews/{path[11:]}")).json()
    assert shown["claimed_by"] is None


async def test_what_somebody_else_holds_can_only_be_looked_at(
    desk: Desktop, parsed: Parsed
) -> None:
    path = await opened(desk)
    async with desk.as_("bob") as bob:
        page = parsed((await bob.get(path)).text)
        assert "held by ann" in page.text
        assert not {"confirm", "take", "approve"} & set(page.all("data-act"))
        answer = await bob.post(f"{path}/fields", data=act("confirm"), headers=PART)
        assert answer.status_code == 409


async def test_a_blind_reader_sees_nothing_of_the_decision(open_desk: Any, parsed: Parsed) -> None:
    keys = "ann:ka:default:reviewer,bob:kb:default:reviewer,cat:kc:default:adjudicator"
    desk = open_desk(review_double_share=1.0, api_keys=keys)
    desk.http.headers["X-API-Key"] = "ka"
    path = await opened(desk)
    sent = act("correct", value="77.25")
    await desk.http.post(f"{path}/fields", data=sent)
    await desk.http.post(f"{path}/decide", data={"revision": 1, "outcome": "approved"})
    async with desk.as_("", **{"X-API-Key": "kb"}) as bob:
        html = (await bob.get(path)).text
        assert "77.25" not in html
        assert ">ann<" not in html
        assert "take" in parsed(html).all("data-act")
        await bob.post(f"{path}/claim")
        await bob.post(f"{path}/fields", data={**sent, "revision": 2, "value": "88.75"})
        answer = await bob.post(f"{path}/decide", data={"revision": 3, "outcome": "approved"})
        assert answer.status_code == 303
    async with desk.as_("", **{"X-API-Key": "kc"}) as cat:
        await cat.post(f"{path}/claim")
        html = (await cat.get(path)).text
        assert "77.25" in html
        assert "88.75" in html
        assert not {"ann", "bob"} & set(parsed(html).text.split())
        took = {**act("second"), "revision": 4}
        settled = await cat.post(f"{path}/fields", data=took, headers=PART)
        assert parsed(settled.text).by_id("field-total")["data-standing"] == "corrected"
        done = await cat.post(f"{path}/decide", data={"revision": 5, "outcome": "approved"})
        assert done.status_code == 303
        assert "ann" in parsed((await cat.get(path)).text).text  # now it may be known


async def test_the_history_tells_who_changed_what(desk: Desktop, parsed: Parsed) -> None:
    path = await opened(desk)
    await desk.http.post(f"{path}/fields", data=act("correct", value="12.5"))
    await desk.http.post(f"{path}/decide", data={"revision": 1, "outcome": "approved"})
    text = parsed((await desk.http.get(path)).text).text
    assert "/total corrected: “1” → “12.5”" in text


async def test_the_order_is_remembered(desk: Desktop, parsed: Parsed) -> None:
    path = await opened(desk)
    assert "In doubt, the weakest first" in (await desk.http.get(path)).text
    assert "In doubt, the weakest first" not in (await desk.http.get(f"{path}?sort=document")).text
    assert "In doubt, the weakest first" not in (await desk.http.get(path)).text


async def test_unknown_documents_and_acts_are_refused(desk: Desktop) -> None:
    assert (await desk.http.get(f"/documents/{uuid4()}")).status_code == 404
    path = await opened(desk)
    for sent in (
        act("explode"),
        act("confirm", pointer="/nothing"),
        act("add", pointer="/total"),
        act("first"),
        act("clear", reason="because"),
        {**act("confirm"), "revision": "x"},
    ):
        answer = await desk.http.post(f"{path}/fields", data=sent, headers=PART)
        assert answer.status_code == 422, sent
    assert (await desk.http.post(f"{path}/decide", data={"revision": 0})).status_code == 422


async def test_readers_who_differ_on_the_verdict_are_shown_as_that(
    open_desk: Any, parsed: Parsed
) -> None:
    keys = "ann:ka:default:reviewer,bob:kb:default:reviewer,cat:kc:default:adjudicator"
    desk = open_desk(review_double_share=1.0, api_keys=keys)
    desk.http.headers["X-API-Key"] = "ka"
    path = await opened(desk)
    signed = {"revision": 0, "outcome": "signed_off"}
    assert (await desk.http.post(f"{path}/decide", data=signed)).status_code == 303
    async with desk.as_("", **{"X-API-Key": "kb"}) as bob:
        await bob.post(f"{path}/claim")
        rejected = {"revision": 1, "outcome": "rejected", "note": "not ours"}
        assert (await bob.post(f"{path}/decide", data=rejected)).status_code == 303
    async with desk.as_("", **{"X-API-Key": "kc"}) as cat:
        await cat.post(f"{path}/claim")
        text = " ".join(parsed((await cat.get(path)).text).text.split())
        assert "First reading: receipt" in text
        assert "Second reading: rejected" in text
        assert "not ours" not in text
