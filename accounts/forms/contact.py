from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import ContactRoleKind
from accounts.models import Account, Contact
from foundation.forms import EditForm

from .account import Judged

FIELDS = [
    "name", "roles", "title", "department", "phone", "wechat", "email", "preferred_channel", "reports_to",
    "birthday", "external_id", "notes",
]  # fmt: skip


class _Person(forms.BaseForm):
    def colleagues_of(self, account: Account, of: Contact | None = None) -> None:
        """Superiors are chosen among the people of the same account; one who was archived since stays chosen."""
        people = Contact.objects.filter(account=account, archived_at=None)
        if of:
            people = (people | Contact.objects.filter(pk=of.reports_to_id or 0)).exclude(pk=of.pk)
        field: Any = self.fields["reports_to"]
        field.queryset = people


def _roles() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=ContactRoleKind.choices, required=False, label=_("Roles"), widget=forms.CheckboxSelectMultiple
    )


class ContactForm(_Person, Judged):
    roles = _roles()

    class Meta:
        model = Contact
        fields = [name for name in FIELDS if name != "roles"]

    field_order = FIELDS

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues_of(account)


class ContactEditForm(_Person, Judged, EditForm):
    roles = _roles()

    class Meta:
        model = Contact
        fields = [name for name in FIELDS if name != "roles"]

    field_order = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues_of(self.instance.account, self.instance)
        self.initial["roles"] = list(self.instance.roles.values_list("role", flat=True))
