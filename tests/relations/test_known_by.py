"""Who of us knows them: everybody who sees the account can be named, whatever his team; nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Account, Contact
from accounts.services import account_share
from foundation.errors import RuleBroken
from relations import services
from relations.models import Acquaintance
from tests.accounts.make import contact_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(account: Account, cast: Cast) -> Contact:
    """Somebody at an account that is shared with team South."""
    account_share(account, actor=cast.admin, version=account.version, teams=[cast.south])
    return contact_of(Account.objects.get(pk=account.pk), "Chief")


def offered(client: Any, contact: Contact) -> set[str]:
    form = client.get(f"/contacts/{contact.pk}/known-by/").context["form"]
    return {person.name for person in form.fields["person"].queryset}


def test_who_sees_the_account_is_offered_and_nobody_else(sign_in: Any, account: Account) -> None:
    assert offered(sign_in("rep"), contact_of(account)) == {"Rep", "Manager", "Director", "Admin"}


def test_people_of_a_team_it_is_shared_with_are_offered(sign_in: Any, shared: Contact, cast: Cast) -> None:
    for name in ("rep", "outsider"):
        assert offered(sign_in(name), shared) == {"Rep", "Manager", "Director", "Admin", "Outsider", "Rival"}
    sent = {"person": cast.outsider.pk, "closeness": 3}
    assert sign_in("rep").post(f"/contacts/{shared.pk}/known-by/", sent).status_code == 302
    assert Acquaintance.objects.get().person == cast.outsider


@pytest.mark.parametrize("name", ["peer", "outsider", "integration"])
def test_who_does_not_see_it_is_refused_through_every_door(
    sign_in: Any, api: Any, account: Account, cast: Cast, name: str
) -> None:
    contact, person = contact_of(account), getattr(cast, name)
    sent = {"person": person.pk, "closeness": 3}
    assert sign_in("rep").post(f"/contacts/{contact.pk}/known-by/", sent).status_code == 422
    answer = api("rep").post("/api/v1/acquaintances/", {**sent, "contact": contact.pk}, format="json")
    nobody = api("rep").post("/api/v1/acquaintances/", {**sent, "person": 10**9, "contact": contact.pk}, format="json")
    assert answer.status_code == nobody.status_code == 400
    said = [
        str(told.json()["errors"]).replace(str(number), "#") for told, number in ((answer, person.pk), (nobody, 10**9))
    ]
    assert said[0] == said[1], "a colleague out of sight reads like none"
    with pytest.raises(RuleBroken, match="does not see this account"):
        services.acquaintance_set(actor=cast.rep, contact=contact, person=person, closeness=3)
    assert not Acquaintance.objects.exists()


def test_the_api_names_whoever_sees_it(api: Any, shared: Contact, cast: Cast) -> None:
    sent = {"contact": shared.pk, "person": cast.outsider.pk, "closeness": 2}
    assert api("rep").post("/api/v1/acquaintances/", sent, format="json").status_code == 201
