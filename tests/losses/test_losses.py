"""An account is lost with a review, is left alone while it is lost, and comes back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Account, Cadence, Contact
from accounts.queries.account import waiting_accounts
from accounts.services import account_merge
from foundation import clock
from foundation.errors import RuleBroken, StaleEdit
from journal.models import Event
from losses import services
from losses.models import Loss, LossReason
from scoring.choices import AlertState, Cause
from scoring.models import Alert
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.losses.make import loss_of, win_back_of

DAY = dt.timedelta(days=1)


def overdue(account: Account) -> bool:
    Cadence.objects.update_or_create(tier="gold", defaults={"days": 30})
    Account.objects.filter(pk=account.pk).update(tier="gold", last_visit_on=clock.today() - 90 * DAY)
    return waiting_accounts(Account.objects.all(), clock.today()).filter(pk=account.pk).exists()


def test_the_review_stands_with_the_account(account):
    loss = loss_of(account, learned="Nobody called for a year")
    account.refresh_from_db()
    assert (account.lost_on, loss.learned) == (clock.today(), "Nobody called for a year")
    assert Event.objects.filter(verb="loss.recorded", account_id=account.pk).count() == 1


@pytest.mark.parametrize("said", [{"learned": " "}, {"lost_on": clock.today() + DAY}])
def test_without_a_review_it_is_not_lost(account, said):
    with pytest.raises(RuleBroken) as refused:
        loss_of(account, **said)
    assert refused.value.field == next(iter(said))
    account.refresh_from_db()
    assert account.lost_on is None


def test_it_is_lost_once_at_a_time(account):
    loss_of(account)
    with pytest.raises(RuleBroken):
        loss_of(account)


def test_who_decided_is_one_of_theirs(account, cast):
    other = make_account(cast.rep, "Other")
    stranger = Contact.objects.create(account=other, name="Stranger", sort_key="stranger", search_text="stranger")
    with pytest.raises(RuleBroken) as refused:
        loss_of(account, decided_by=stranger)
    assert refused.value.field == "decided_by"


def test_its_open_alerts_close_as_lost(account, cast):
    alert = Alert.objects.create(
        account=account, cause=Cause.OVERDUE, owner=cast.rep, due_on=clock.today(), opened_on=clock.today()
    )
    loss_of(account)
    alert.refresh_from_db()
    assert (alert.state, alert.outcome, alert.closed_by) == (AlertState.RESOLVED, "lost", cast.rep)


def test_nobody_waits_to_be_visited_there(account):
    assert overdue(account)
    loss = loss_of(account)
    assert not overdue(account)
    services.loss_withdraw(loss, actor=account.owner, version=loss.version, note="They ordered")
    assert overdue(account)


def test_nor_when_the_cadence_changes(account):
    overdue(account)
    loss_of(account)
    Cadence.objects.filter(tier="gold").update(days=10)
    assert not waiting_accounts(Account.objects.all(), clock.today()).filter(pk=account.pk).exists()


def test_what_was_no_loss_is_taken_back_and_kept(account):
    loss = loss_of(account)
    services.loss_withdraw(loss, actor=account.owner, version=1, note="Wrong account")
    account.refresh_from_db()
    loss = Loss.objects.get()
    assert (account.lost_on, loss.state, loss.end_note) == (None, "withdrawn", "Wrong account")
    assert loss_of(account).is_lost


def test_not_while_somebody_wins_them_back(account):
    loss = loss_of(account)
    win_back_of(loss)
    with pytest.raises(RuleBroken):
        services.loss_withdraw(loss, actor=account.owner, version=1, note="Wrong account")


def test_a_lost_account_is_not_merged(account, cast):
    loss_of(account)
    account.refresh_from_db()
    other = make_account(cast.rep, "Other")
    with pytest.raises(RuleBroken):
        account_merge(other, actor=cast.manager, version=1, merged=account, merged_version=account.version, take=set())


def test_an_edit_moves_the_day_and_the_reasons(account):
    loss, (first, second) = loss_of(account), LossReason.objects.order_by("position")[:2]
    services.loss_update(
        loss, actor=account.owner, version=1, reason=second, also=[first, second], lost_on=clock.today() - DAY
    )
    account.refresh_from_db()
    assert account.lost_on == clock.today() - DAY
    assert list(loss.also.all()) == [first]


def test_who_decided_stays_when_he_has_left(account, cast, sign_in):
    contact = contact_of(account)
    loss = loss_of(account, decided_by=contact)
    Contact.objects.filter(pk=contact.pk).update(archived_at=timezone.now())
    form = sign_in("rep").get(f"/losses/{loss.pk}/edit/").context["form"]
    said = {name: form[name].value() for name in form.fields} | {"learned": "Call them at once"}
    said = {name: value for name, value in said.items() if value is not None}
    assert sign_in("rep").post(f"/losses/{loss.pk}/edit/", said).status_code == 302
    loss.refresh_from_db()
    assert (loss.learned, loss.decided_by) == ("Call them at once", contact)
    Contact.objects.filter(pk=contact.pk).update(account=make_account(cast.rep, "Where he went"))
    loss = services.loss_update(loss, actor=cast.rep, version=loss.version, learned="At once")
    assert loss.decided_by == contact


def test_two_edits_at_once(account):
    loss = loss_of(account)
    services.loss_update(loss, actor=account.owner, version=1, learned="One thing")
    with pytest.raises(StaleEdit):
        services.loss_update(loss, actor=account.owner, version=1, learned="Another thing")
