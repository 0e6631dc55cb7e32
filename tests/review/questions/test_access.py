"""Who may see and answer questions: by role, and of one's own tenant alone."""

from typing import Any

import pytest
from pydantic import SecretStr

KEYS = (
    "ann:a:default:reviewer,bob:b:default:reviewer,cleo:c:default:adjudicator,"
    "olga:o:default:auditor,sam:s:default:submitter,eve:e:other:adjudicator+operator"
)
Put = Any  # see conftest.py


@pytest.fixture
def desk(open_desk: Any) -> Any:
    return open_desk(api_keys=SecretStr(KEYS))


def holder(desk: Any, key: str) -> Any:
    return desk.as_("x", **{"X-API-Key": key})


@pytest.mark.parametrize(
    ("key", "seen", "taken"),
    [("a", 200, 200), ("o", 200, 403), ("s", 403, 403), ("e", 404, 404), ("nobody's", 401, 401)],
)
async def test_reviewers_answer_auditors_look_others_see_nothing(
    desk: Any, put: Put, key: str, seen: int, taken: int
) -> None:
    path = await put()
    http = holder(desk, key)
    assert (await http.get(path)).status_code == seen
    assert (await http.post(f"{path}/claim", json={})).status_code == taken


async def test_a_tenant_lists_its_own(desk: Any, put: Put) -> None:
    await put()
    await put(tenant="other")
    for key in ("a", "e"):
        assert (await holder(desk, key).get("/v1/questions")).json()["total"] == 1


async def test_the_same_id_at_two_tenants_is_two_questions(desk: Any, question: Any) -> None:
    event = question(asker="zoe")
    other = question(document_id=event.document_id, tenant="other", asker="yan")
    for one in (event, other):
        await desk.desk.questions.cases.take_in(one)
    path = f"/v1/questions/{event.document_id}"
    seen = [(await holder(desk, key).get(path)).json()["asker"] for key in ("a", "e")]
    assert seen == ["zoe", "yan"]


async def test_a_decision_is_changed_by_who_made_it_or_an_adjudicator(
    desk: Any, put: Put, answer: dict[str, Any]
) -> None:
    path = await put()
    assert (await holder(desk, "a").post(f"{path}/decide", json=answer)).status_code == 200
    second = {**answer, "revision": 1, "text": "Two months."}
    refused = await holder(desk, "b").post(f"{path}/decide", json=second)
    assert (refused.status_code, refused.json()["reason"]) == (409, "already_decided")
    refused = await holder(desk, "b").post(f"{path}/reopen", json={"revision": 1})
    assert (refused.status_code, refused.json()["reason"]) == (403, "forbidden")
    assert (await holder(desk, "c").post(f"{path}/decide", json=second)).status_code == 200
    seen = (await holder(desk, "a").get(path)).json()
    assert [one["reviewer"] for one in seen["decisions"]] == ["ann", "cleo"]
