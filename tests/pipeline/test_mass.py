"""Many opportunities at once, to another person or to their account."""

from __future__ import annotations

import pytest

from pipeline.models import Opportunity
from pipeline.queries import handover
from pipeline.services import opportunities_place, opportunity_archive
from tests.cast import Cast
from tests.pipeline.make import opportunity


@pytest.mark.parametrize("suggested", [f"{'1' * 5000}:1", f"1:{'9' * 20}", "1:x", "²:1"])
def test_a_suggestion_that_is_no_id_is_refused(cast: Cast, sign_in, suggested: str) -> None:
    assert sign_in("manager").post("/pipeline/waiting/", {"suggested": suggested}).status_code == 400


def test_what_waits_under_one_name_is_told_apart_by_its_number(cast: Cast, account, sign_in) -> None:
    rows = [opportunity(account, name="GTX Pro", external_id=number) for number in ("Z063", "Z064")]
    Opportunity.objects.filter(pk__in=[row.pk for row in rows]).update(account=None)
    page = sign_in("manager").get("/pipeline/waiting/").content.decode()
    assert all(row.external_id in page for row in rows)


def test_archived_ones_stay_with_their_owner(cast: Cast, account, api) -> None:
    row = opportunity(account)
    opportunity_archive(row, actor=cast.rep, version=row.version)
    assert handover(Opportunity.objects.all(), actor=cast.director, owner=cast.manager).count == 0
    body = {"owner": cast.manager.pk}
    answer = api("director").post("/api/v1/opportunities/reassign/?archived=yes", body, format="json")
    assert (answer.status_code, answer.data["count"]) == (200, 0)


def test_a_filter_that_is_wrong_hands_over_nothing_and_says_so(cast: Cast, account, api) -> None:
    opportunity(account)
    ask = "/api/v1/opportunities/reassign/?owner={}".format
    body = {"owner": cast.manager.pk}
    assert api("director").post(ask(cast.rep.pk), body, format="json").json()["count"] == 1
    refused = api("director").post(ask(999), body, format="json")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["owner"])


def test_a_co_owner_who_owns_its_account_takes_over_the_deal_with_his_share(cast: Cast, account) -> None:
    row = opportunity(account, cast.manager, owner=cast.manager)
    row.co_owners.create(person=cast.rep, share=20)
    Opportunity.objects.filter(pk=row.pk).update(account=None, owner=cast.outsider)
    assert opportunities_place(actor=cast.director, rows=Opportunity.objects.all(), account=account) == 1
    row.refresh_from_db()
    assert (row.owner, row.co_owners.count()) == (cast.rep, 0)
