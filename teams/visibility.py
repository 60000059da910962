"""THE rule of who sees what (domain §9). Nothing else in the product decides it.

A visible row carries `owner`, `team` and `shared_with` (ids of teams it is shared with); whatever hangs on such a
row is visible exactly when the row is: `visible_q(user, "account__")`. When in doubt nothing matches.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayOverlap  # type: ignore[attr-defined]
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Role, Team, User

NOTHING = Q(pk__in=[])


@ArrayField.register_lookup
class Meets(ArrayOverlap):
    """`overlap` that says first that the list is not empty.

    The database keeps how many lists are, and where nothing is shared it knows nothing else of them: it would take one
    row in fifteen to be shared with a manager, and read all there is instead of the few that are his.
    """

    lookup_name = "meets"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        listed, values = self.process_lhs(compiler, connection)
        overlaps, more = super().as_postgresql(compiler, connection)
        return f"({listed} <> '{{}}' AND {overlaps})", [*values, *more]


def visible_q(user: Any, path: str = "") -> Q:
    """The condition under which `user` may see a row; `path` leads from the row to the one that carries the owner.

    Sales rep: own rows and those shared with his team. Manager, director, integration: everything of their team and
    the teams below it, what is shared with one of those, and their own. Administrator: all.
    """
    if not getattr(user, "is_active", False):
        return NOTHING
    if sees_everything(user):  # every team is within a top director's reach: nothing is left to ask of a row
        return Q()
    own, *led = visible_ways(user, path)
    return own | led[0] if led else own


def visible_ways(user: Any, path: str = "") -> list[Q]:
    """The same for who is active and sees less than everything, as conditions of which one is enough: what is his or
    shared with his teams; for all but sales reps also what their teams hold. Each has an index of its own."""
    own = Q(**{f"{path}owner": user}) | Q(**{f"{path}shared_with__meets": user.reach})
    return [own] if user.role == Role.REP else [own, Q(**{f"{path}team_id__in": user.reach})]


def taking_part_q(user: Any, path: str) -> Q:
    """For rows that say who takes part in something (`path` leads to that person): whose part brings `user` to see it.

    His own; for all but sales reps also that of people in their team and the teams below it.
    """
    if not getattr(user, "is_active", False):
        return NOTHING
    own = Q(**{path: user})
    return own if user.role == Role.REP else own | Q(**{f"{path}__team_id__in": user.reach})


def answered_for_q(user: Any, path: str = "") -> Q:
    """For rows of the past that say who held something then (`{path}owner`, `{path}team`): whether it counts among
    `user`'s own numbers, whoever has it now. What he held himself; for all but sales reps also what a team held that he
    leads today. It opens figures of that time and nothing else: the thing itself is seen by `visible_q` alone.
    """
    if not getattr(user, "is_active", False):
        return NOTHING
    if sees_everything(user):
        return Q()
    own = Q(**{f"{path}owner": user})
    return own if user.role == Role.REP else own | Q(**{f"{path}team_id__in": user.reach})


def of_team_q(user: Any, path: str) -> Q:
    """The condition for what is the account's team's alone, such as judgements on people; narrower than `visible_q`.

    The owner, who works in a team that it is shared with, and managers of its team or above it. Not directors,
    administrators and integrations: they lead or serve the company, not this customer.
    """
    if not getattr(user, "is_active", False):
        return NOTHING
    own = Q(**{f"{path}owner": user})
    if user.role == Role.REP:
        return own | Q(**{f"{path}shared_with__meets": user.reach})
    if user.role == Role.MANAGER:
        return own | Q(**{f"{path}shared_with__meets": user.reach}) | Q(**{f"{path}team_id__in": user.reach})
    return own if user.role != Role.INTEGRATION else NOTHING


def who_sees_q(row: Any) -> Q:
    """The rule from the other side: the condition under which somebody sees `row`, which carries owner and team."""
    paths = Team.objects.filter(pk__in=[row.team_id, *row.shared_with]).values_list("path", flat=True)
    above = {int(part) for path in paths for part in path.strip("/").split("/")}
    leading = ~Q(role=Role.REP) & Q(team_id__in=above)
    return Q(is_active=True) & (Q(pk=row.owner_id) | Q(role=Role.ADMIN) | leading | Q(team_id__in=row.shared_with))


def sees_everything(user: Any) -> bool:
    """Whether `user` sees every row that has an owner and a team, so that sums over all of them are his to see."""
    if not getattr(user, "is_active", False):
        return False
    return bool(user.sees_all or user.reaches_all)


class VisibleQuerySet(models.QuerySet[Any]):
    """A queryset that can be restricted to a reader. `path` leads to the row that carries the owner."""

    path: ClassVar[str] = ""

    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_q(user, self.path))


class OfAccount(VisibleQuerySet):
    """Rows that hang on an account, through whatever `path` says, and are visible exactly when it is.

    An account that became a part of another one exists no more: rows of which that one had its own are set aside there,
    until the merge is undone. `shows_set_aside` where they are read all the same.
    """

    path = "account__"
    shows_set_aside: ClassVar[bool] = False

    def visible_to(self, user: Any) -> Self:
        rows = super().visible_to(user)
        return rows if self.shows_set_aside else rows.filter(self._of_living())

    def _of_living(self) -> Q:
        """As a list of the few that are gone, not a join: who sees everything asks nothing else of the account."""
        account, model = self.path.removesuffix("__"), self.model
        for name in account.split("__"):
            model = model._meta.get_field(name).related_model
        gone = model._base_manager.filter(merged_into__isnull=False).values("pk")
        return ~Q(**{f"{account}__in": gone})


class Everybodys(models.QuerySet[Any]):
    """Rules that whoever works here may read."""

    def visible_to(self, user: Any) -> Self:
        return self if getattr(user, "is_active", False) else self.none()


class RuleMakers(models.QuerySet[Any]):
    """Rules, and what is run by them, that only those who lead read: the same who may change them."""

    def visible_to(self, user: Any) -> Self:
        return self if getattr(user, "is_active", False) and user.leads else self.none()


class Owned(models.Model):
    """Columns by which a row is visible."""

    owner = models.ForeignKey(User, models.PROTECT, verbose_name=_("owner"), related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, verbose_name=_("team"), related_name="+")
    shared_with = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        verbose_name=_("shared with teams"),
        editable=False,
    )

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["shared_with"], condition=~Q(shared_with=[]), name="%(class)s_shared_with"),
        ]
