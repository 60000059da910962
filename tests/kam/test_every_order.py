"""Every list of the API can be read to its end in every order that it offers."""

from __future__ import annotations

import pytest

from dossier import services as dossier
from kam.api import router
from pipeline.services.development import development_start
from relations.services import wall_mark
from tests.cast import make_account
from tests.dossier.make import contract_of
from tests.losses.make import loss_of
from tests.plans.make import plan_of
from tests.scoring.make import complaint
from tests.surveys.make import asked, recorded

pytestmark = pytest.mark.django_db


def lists():
    for prefix, view, _ in router.registry:
        ordering = getattr(getattr(view, "filterset_class", None), "base_filters", {}).get("ordering")
        if ordering is not None:
            yield prefix, [name for name, _ in ordering.field.choices if name]


def test_every_list_can_be_read_in_every_order(cast, api):
    for owner, name in ((cast.rep, "B"), (cast.rep, "A"), (cast.manager, "C")):
        account = make_account(owner, name)
        contract_of(account)
        contract_of(account, ends_on=None, value=len(name))
        dossier.need_add(actor=owner, account=account, part="purpose", text="x")
        dossier.expectation_add(actor=owner, account=account, text="x")
        recorded(account)
        asked(account)
        wall_mark(actor=owner, account=account, push=1, share=1, contact=1, rapport=1)
        complaint(account)
        plan_of(account)
        loss_of(account)
        development_start(actor=owner, account=make_account(owner, f"{name} to be"), goal="x")
    client = api("director")
    for prefix, orders in lists():
        url = f"/api/v1/{prefix}/"
        whole = client.get(f"{url}?page_size=200")
        if whole.status_code == 404:  # Nothing was reckoned yet.
            continue
        expected = sorted(map(str, whole.json()["results"]))
        for order in orders:
            seen, page = [], f"{url}?ordering={order}&page_size=1"
            while page:
                answer = client.get(page)
                assert answer.status_code == 200, (page, answer.content)
                seen += answer.json()["results"]
                page = answer.json()["next"]
            assert sorted(map(str, seen)) == expected, (prefix, order)
