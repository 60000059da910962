"""What this room tells people: an account or a visit is theirs now, an account was put away, a note names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import Account, Contact, Visit
from notices import sight
from notices.choices import Kind
from notices.services.mentions import Watched, watch
from notices.stories import Door, Story, Told, opens, register


def tell_people() -> None:
    """Called in ready()."""
    sight.accounts_by(Account.objects.visible_to)
    opens(Account, Door("account_detail", "account_list"))
    opens(Contact, Door("contact_detail"))
    opens(Visit, Door("visit_edit", "visit_list", "by={person}"))
    given = ngettext_lazy("%(n)d account given to you", "%(n)d accounts given to you", "n")
    visits = ngettext_lazy("%(n)d visit planned for you", "%(n)d visits planned for you", "n")
    register(
        Story("account.created", Kind.GIVEN, _owner, _("New account for you"), given),
        Story("account.assigned", Kind.GIVEN, _new_owner, _("Account given to you"), given),
        Story("account.archived", Kind.CHANGED, _owner, _("Your account was archived")),
        Story("account.merged", Kind.CHANGED, _owners, _("Your account was merged with another")),
        Story("account.merge_undone", Kind.CHANGED, _owner, _("The merge of your account was undone")),
        Story("account.unarchived", Kind.CHANGED, _owner, _("Your account is back from the archive")),
        Story("visit.planned", Kind.GIVEN, _visitor, _("Visit planned for you"), visits),
    )
    _watch_notes()


def _watch_notes() -> None:
    note = _("You are mentioned in a note on an account")
    visit = Watched(("purpose", "summary", "next_step"), lambda row: (str(row.account), ("visit", row.pk)))
    said = _("You are mentioned in a note on a visit")
    watch("visit.logged", "visit.planned", edits=["visit.updated"], one=said, texts=visit)
    watch("account.created", one=note, texts=Watched(("notes",), _told_of))
    watch(
        "account.updated",
        "account.assigned",
        one=note,
        texts=Watched(("notes",), _told_of, once=False),
    )
    person = _("You are mentioned in a note on a contact")
    watch("contact.created", one=person, texts=Watched(("notes",), _told_of_contact))
    watch("contact.updated", one=person, texts=Watched(("notes",), _told_of_contact, once=False))


def _told_of(account: Account) -> tuple[str, tuple[str, int]]:
    return account.name, ("account", account.pk)


def _told_of_contact(contact: Contact) -> tuple[str, tuple[str, int]]:
    return contact.name, ("contact", contact.pk)


def _owner(account: Account, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(account.owner_id, *_told_of(account))


def _owners(account: Account, changes: dict[str, Any]) -> Iterable[Told]:
    """Those of both accounts before the merge; whose it is now is one of them."""
    return (Told(owner, *_told_of(account)) for owner in changes["owners"])


def _new_owner(account: Account, changes: dict[str, Any]) -> Iterable[Told]:
    """An import tells of none but those that changed hands, and says no more."""
    return _owner(account, changes) if not changes or "owner" in changes else ()


def _visitor(visit: Visit, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(visit.by_id, visit.purpose or f"{visit.starts_at:%Y-%m-%d}", ("visit", visit.pk))
