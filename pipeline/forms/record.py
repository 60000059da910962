"""What people type about lines, competitors, shares, parts and stakeholders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import ContactRoleKind, Influence, Stance
from accounts.models import Contact
from foundation.forms import EditForm, VisibleForm
from pipeline.choices import Standing
from pipeline.models import Competitor, Opportunity, Product, Stakeholder
from teams.models import User

from .rows import RowsForm

_STAKEHOLDER = ["roles", "influence", "stance", "need", "holder"]


class LinesForm(RowsForm):
    columns = {
        "product": lambda: forms.ModelChoiceField(Product.objects.in_use(), label=_("Product")),
        "quantity": lambda: forms.DecimalField(label=_("Quantity"), min_value=0, max_digits=12, decimal_places=3),
        "unit_price": lambda: forms.DecimalField(label=_("Unit price"), min_value=0, max_digits=18, decimal_places=4),
        "discount": lambda: forms.DecimalField(
            label=_("Discount, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2
        ),
    }
    needed = ("quantity", "unit_price")
    take_sum = forms.BooleanField(label=_("The amount becomes the sum of the lines"), required=False)


class RivalsForm(RowsForm):
    columns = {
        "competitor": lambda: forms.ModelChoiceField(Competitor.objects.in_use(), label=_("Competitor")),
        "standing": lambda: forms.ChoiceField(label=_("In the customer's eyes"), choices=Standing.choices),
        "note": lambda: forms.CharField(label=_("What they offer here"), max_length=300),
    }


class SharesForm(RowsForm):
    """The owner is the first line."""

    columns = {
        "person": lambda: forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("Person")),
        "share": lambda: forms.DecimalField(
            label=_("Share, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2
        ),
    }
    needed = ("share",)


class SplitForm(RowsForm):
    columns = {
        "name": lambda: forms.CharField(label=_("Name of the part"), max_length=200),
        "amount": lambda: forms.DecimalField(label=_("Amount"), min_value=0, max_digits=18, decimal_places=2),
    }
    needed = ("amount",)
    rest = forms.DecimalField(label=_("Stays with this one"), min_value=0, max_digits=18, decimal_places=2)
    note = forms.CharField(label=_("Why"), max_length=300, required=False)


class CopyForm(VisibleForm):
    name = forms.CharField(label=_("Name"), max_length=200)


class _Stakeholder(forms.BaseForm):
    """Choices of what is known of a stakeholder; people are those whom the reader sees."""

    def _choose(self) -> None:
        self.fields["roles"] = forms.MultipleChoiceField(
            choices=ContactRoleKind.choices, label=_("Roles in this deal"), required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["influence"] = forms.TypedChoiceField(
            choices=Influence.choices, coerce=int, label=_("Influence"), widget=forms.RadioSelect,
            initial=Influence.MEDIUM,
        )  # fmt: skip
        self.fields["stance"] = forms.ChoiceField(
            choices=Stance.choices, label=_("Stance"), widget=forms.RadioSelect, initial=Stance.UNKNOWN
        )
        self.order_fields(["contact", *_STAKEHOLDER])


class StakeholderForm(_Stakeholder, VisibleForm):
    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Contact"))
    need = forms.CharField(max_length=300, required=False, label=_("True need"))
    holder = forms.ModelChoiceField(User.objects.filter(is_active=True), required=False, label=_("Contact held by"))

    def __init__(self, *args: Any, opportunity: Opportunity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Stakeholder.objects.filter(opportunity=opportunity).values("contact")
        # A co-owner sees the opportunity, not its account and who works there.
        seen = Contact.objects.visible_to(self.user)
        there = seen.filter(account=opportunity.account_id, archived_at=None).exclude(pk__in=known)
        self.fields["contact"].queryset = there  # type: ignore[attr-defined]
        self._choose()


class StakeholderEditForm(_Stakeholder, EditForm):
    class Meta:
        model = Stakeholder
        fields = _STAKEHOLDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose()
