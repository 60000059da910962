from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: Any) -> TeamQuerySet:
        """Administrators see every team; everybody else the own one, managers also those below it."""
        if user.sees_all:
            return self
        return self.filter(pk__in=user.reach)

    def below(self, team: Team) -> TeamQuerySet:
        """The team and everything under it."""
        return self.filter(path__startswith=team.path)


class Team(Versioned):
    """A node of the company's tree. `path` is materialised with a closing slash: "/1/4/" lies below "/1/"."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("above it")
    )
    path = models.CharField(max_length=255, unique=True, editable=False)

    objects = TeamQuerySet.as_manager()
    searched_at = "team_search"

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], name="team_path_prefix")]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return self.path.count("/") - 2
