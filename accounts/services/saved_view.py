from __future__ import annotations

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView
from accounts.rules import one_line
from foundation.errors import RuleBroken
from foundation.uniqueness import unique_or_refused
from teams.models import User

PAGES = {"account_list", "opportunity_list", "alert_list"}
MOST = 30
LONGEST = 1000


@transaction.atomic
def saved_view_create(*, actor: User, page: str, name: str, query: str) -> SavedView:
    """Keeps a list's filters and order (`query`, as in its address) under a name, for the actor alone."""
    if page not in PAGES:
        raise RuleBroken(_("This list cannot be saved."), field="page")
    if not one_line(name):
        raise RuleBroken(_("Enter a name."), field="name")
    if SavedView.objects.filter(user=actor, page=page).count() >= MOST:
        raise RuleBroken(_("Delete a saved view first: there are too many."), field="name")
    kept = kept_query(query)
    if len(kept) > LONGEST:
        raise RuleBroken(_("This list is narrowed by too much to be saved."), field="query")
    with unique_or_refused(saved_view_name="name"):
        return SavedView.objects.create(user=actor, page=page, name=one_line(name), query=kept)


@transaction.atomic
def saved_view_delete(view: SavedView, *, actor: User) -> None:
    SavedView.objects.filter(pk=view.pk, user=actor).delete()


def kept_query(query: str) -> str:
    """The part of a list's address that a saved view keeps: without the page number and without what was left empty."""
    typed = QueryDict(query.lstrip("?"), mutable=True)
    for name in list(typed):
        typed.setlist(name, [value for value in typed.getlist(name) if value and name != "page"])
    return typed.urlencode()
