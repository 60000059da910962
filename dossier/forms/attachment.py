"""What people type about a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from dossier.models import Attachment, AttachmentRule, Contract
from foundation.forms import EditForm, VisibleForm

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.pptx,.txt,.csv"


class AttachmentNewForm(VisibleForm):
    file = forms.FileField(label=_("File"), max_length=255, widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    contract = forms.ModelChoiceField(Contract.objects.none(), required=False, label=_("About the contract"))

    def __init__(self, *args: Any, account: Account, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Contract.objects.filter(account=account).order_by("-id")
        self.fields["contract"].queryset = rows  # type: ignore[attr-defined]
        said = _("PDF, pictures, Office, plain text or CSV, %(n)d MB at most. Where a picture was taken is not kept.")
        self.fields["file"].help_text = said % {"n": most}


class AttachmentForm(EditForm):
    class Meta:
        model = Attachment
        fields: ClassVar = ["name", "note", "contract"]

    def __init__(self, *args: Any, instance: Attachment, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        rows = Contract.objects.filter(account=instance.account_id).order_by("-id")
        self.fields["contract"].queryset = rows  # type: ignore[attr-defined]


class AttachmentRuleForm(EditForm):
    class Meta:
        model = AttachmentRule
        fields: ClassVar = ["megabytes"]
