from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, MergeRule
from accounts.services.merge import PARTS, parents_in_sight
from foundation.figures import DASH
from foundation.forms import EditForm, VisibleForm

OURS, THEIRS = "ours", "theirs"
_VERSION: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}


class OtherForm(VisibleForm):
    """Which account is the same."""

    other = forms.ModelChoiceField(Account.objects.filter(archived_at=None), label=_("The same account as"))


class MergeForm(VisibleForm):
    """Of each part in which the two differ, whose value stays; the version of both goes along."""

    def __init__(self, *args: Any, survivor: Account, merged: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = {"version": survivor, "merged_version": merged}
        for name, account in self.pair.items():
            self.fields[name] = forms.IntegerField(initial=account.version, **_VERSION)
        hidden = set() if parents_in_sight(self.user, survivor, merged) else {"parent"}
        for part in [part for part in PARTS if part not in hidden]:
            ours, theirs = (_shown(account, part) for account in (survivor, merged))
            if ours != theirs:
                self.fields[part] = forms.ChoiceField(
                    choices=[(OURS, _short(ours)), (THEIRS, _short(theirs))],
                    label=capfirst(Account._meta.get_field(part).verbose_name),  # type: ignore[union-attr]
                    widget=forms.RadioSelect,
                    initial=THEIRS if ours == EMPTY and theirs != EMPTY else OURS,
                )

    @property
    def chosen(self) -> list[Any]:
        """The parts to choose between, as bound fields."""
        return [self[name] for name in self.fields if name in PARTS]

    @property
    def take(self) -> list[str]:
        return [name for name in PARTS if self.cleaned_data.get(name) == THEIRS]

    def compare(self, current: Account) -> None:
        """One of them changed since: both are shown as they are now, and the next submit counts for that."""
        said = _("%(name)s was changed meanwhile. Look at both again, then merge.")
        self.add_error(None, said % {"name": current.name})
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, account in self.pair.items():
            typed[name] = account.version
        self.data = typed


EMPTY = DASH
LONG = 120
"""As many letters of a value as fit beside each other."""


def _short(value: str) -> str:
    return Truncator(value).chars(LONG)


def _shown(account: Account, part: str) -> str:
    words = getattr(account, f"get_{part}_display", None)
    return str((words() if words else getattr(account, part)) or EMPTY)


class MergeRuleForm(EditForm):
    class Meta:
        model = MergeRule
        fields = ["undo_days"]
