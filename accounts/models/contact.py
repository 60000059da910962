from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F
from django.db.models.functions import Right
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Channel, ContactRoleKind
from foundation.columns import Versioned
from foundation.search import SearchGrams
from teams.visibility import OfAccount


class Contact(Versioned):
    """A person at an account. `birthday` is "11-28", or "1980-11-28" where the year is known."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="contacts", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(editable=False)
    external_id = models.CharField(_("external id"), max_length=80, blank=True, default="")
    title = models.CharField(_("position"), max_length=120, blank=True, default="")
    department = models.CharField(_("department"), max_length=120, blank=True, default="")
    email = models.EmailField(_("email"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True, default="")
    preferred_channel = models.CharField(
        _("preferred channel"), max_length=12, choices=Channel.choices, blank=True, default=""
    )
    reports_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("reports to")
    )
    birthday = models.CharField(_("birthday"), max_length=10, blank=True, default="")
    notes = models.TextField(_("notes"), blank=True, default="")
    last_met_on = models.DateField(_("last met"), null=True, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="contact_by_name"),
            GinIndex(SearchGrams(F("search_text")), name="contact_search"),
            models.Index(Right("birthday", 5), name="contact_birthday", condition=~models.Q(birthday="")),
            models.Index(fields=["archived_at"], name="contact_left", condition=models.Q(archived_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="contact_external_id"
            ),
            models.CheckConstraint(
                condition=models.Q(reports_to__isnull=True) | ~models.Q(reports_to=F("id")),
                name="contact_not_own_superior",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contact_detail", args=[self.pk])


class ContactRole(models.Model):
    """A part that a contact plays at an account; kept on the link, several per contact."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="contact_roles", db_index=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=16, choices=ContactRoleKind.choices)

    objects = OfAccount.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "contact", "role"], name="contact_role_once")]

    def __str__(self) -> str:
        return str(self.get_role_display())
