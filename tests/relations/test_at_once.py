"""An introduction beside a merge: no account brings itself to us."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Account
from accounts.services import account_merge
from foundation.errors import RuleBroken
from relations import services
from relations.models import Referral
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.waiting import while_open

pytestmark = pytest.mark.django_db(transaction=True)


def merged(cast: Any, account: Account, other: Account) -> Any:
    one, two = Account.objects.get(pk=account.pk), Account.objects.get(pk=other.pk)
    return account_merge(one, two, actor=cast.manager, version=one.version, merged_version=two.version)


def test_who_introduces_becomes_no_part_of_whom_he_introduced(account: Account, cast: Any) -> None:
    twin = make_account(cast.rep, "Twin")
    person = contact_of(twin)
    introduced = lambda: services.referral_create(actor=cast.rep, account=account, introducer=person)  # noqa: E731
    assert isinstance(while_open(introduced, lambda: merged(cast, account, twin)), RuleBroken)
    Referral.objects.all().delete()
    assert isinstance(while_open(lambda: merged(cast, account, twin), introduced), RuleBroken)
    assert not Referral.objects.exists()


def test_a_merge_elsewhere_in_the_chain_closes_no_circle(account: Account, cast: Any) -> None:
    """account ← Source; Far came through account; Far and Near become one while Source is introduced by Near."""
    source, near, far = (make_account(cast.rep, name) for name in ("Source", "Near", "Far"))
    services.referral_create(actor=cast.rep, account=account, introducer=contact_of(source))
    services.referral_create(actor=cast.rep, account=far, introducer=contact_of(account))
    person = contact_of(near)
    introduced = lambda: services.referral_create(actor=cast.rep, account=source, introducer=person)  # noqa: E731
    assert isinstance(while_open(introduced, lambda: merged(cast, near, far)), RuleBroken)
