from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from foundation.text import fold

from .team import Team


class Role(models.TextChoices):
    REP = "rep", _("Sales rep")
    MANAGER = "manager", _("Manager")
    DIRECTOR = "director", _("Director")
    ADMIN = "admin", _("Administrator")
    INTEGRATION = "integration", _("Integration")


SMALL_PART = 10
"""One in so many teams is little."""


_brought: dict[str, Callable[[], Any]] = {}


def bring_with_reader(name: str, expression: Callable[[], Any]) -> None:
    """Rooms above say what they want to know of each reader: it comes with him, in the query that reads him."""
    _brought[name] = expression


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Any) -> UserQuerySet:
        """Administrators see everybody; the rest the people of the teams within their reach, and themselves."""
        if user.sees_all:
            return self
        return self.filter(models.Q(team_id__in=user.reach) | models.Q(pk=user.pk))

    def with_reach(self) -> UserQuerySet:
        """Joins the team and brings `below`, the ids of it and the teams below it, and `all_teams`, how many there are,
        so that `reach` and `reaches_all` ask no more; and what rooms above want to know."""
        below = Team.objects.filter(path__startswith=models.OuterRef("team__path")).order_by("path").values("pk")
        counted = Team.objects.order_by().values(every=models.Value(1)).annotate(n=models.Count("pk")).values("n")
        brought = {name: expression() for name, expression in _brought.items()}
        return self.select_related("team").annotate(
            below=ArraySubquery(below), all_teams=models.Subquery(counted), **brought
        )


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(fold(email)), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, role=Role.ADMIN, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=fold(username or ""))


class User(Versioned, AbstractBaseUser, PermissionsMixin):
    """A person (or an integration) who signs in by email."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.REP)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, verbose_name=_("team"), related_name="people")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    timezone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=5, blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)

    objects = UserManager()
    searched_at = "person_search"

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Django's admin is for administrators."""
        return self.sees_all

    @property
    def signs_in(self) -> bool:
        """Uses the pages; an integration acts by its API keys alone."""
        return self.is_active and self.role != Role.INTEGRATION

    @property
    def sees_all(self) -> bool:
        return self.is_active and self.role == Role.ADMIN

    @property
    def leads(self) -> bool:
        """May assign accounts, read team figures and change what a manager may change."""
        return self.is_active and self.role in {Role.MANAGER, Role.DIRECTOR, Role.ADMIN}

    def leads_for(self, row: Any) -> bool:
        """May give `row` (anything with owner and team) to somebody else: leads, and it is his own or of a team within
        his reach. What is merely shared with his team is others' to give."""
        return self.leads and (self.sees_all or row.owner_id == self.pk or row.team_id in self.reach)

    @cached_property
    def reach(self) -> list[int]:
        """Ids of the teams this person works within: the own one; for all but reps also those below."""
        if not (self.is_active and self.team_id):
            return []
        if self.role == Role.REP:
            return [self.team_id]
        below: list[int] | None = getattr(self, "below", None)
        if below is not None:
            return below
        return list(Team.objects.filter(path__startswith=self.team.path).values_list("pk", flat=True))  # type: ignore[union-attr]

    @property
    def reaches_all(self) -> bool:
        """Whether no team lies outside his reach, and he is no sales rep, who would see only his own there."""
        return self.role != Role.REP and bool(self.reach) and len(self.reach) == self._all_teams

    @property
    def reaches_little(self) -> bool:
        """Whether so few of all teams lie within his reach that what he sees is found sooner than sifted out."""
        return SMALL_PART * len(self.reach) <= self._all_teams

    @cached_property
    def _all_teams(self) -> int:
        known: int | None = getattr(self, "all_teams", None)
        return Team.objects.count() if known is None else known

    def get_session_auth_hash(self) -> str:
        """Changes with password and role, so that both end all other sessions and API keys at once."""
        return salted_hmac("teams.session", f"{self.password}\0{self.role}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Any:
        return iter(())

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.sees_all

    def has_module_perms(self, app_label: str) -> bool:
        return self.sees_all
