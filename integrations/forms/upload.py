from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from foundation.errors import RuleBroken
from foundation.forms import VisibleForm
from integrations.importing.cells import AMBIGUOUS, CellError
from integrations.importing.columns import Settings
from integrations.importing.encodings import NAMES
from integrations.importing.kinds import KINDS
from integrations.importing.kinds.opportunities import stage_of
from integrations.importing.run import our_stages
from integrations.models import Import
from integrations.uploads import mapping
from integrations.uploads.rules import ENDINGS, kinds_for
from integrations.uploads.wording import OPTIONS, kind_label, target_label
from pipeline.choices import Status
from pipeline.models import Stage
from teams.models import Company
from teams.rules import is_currency

EXAMPLE: Final = dt.date(2026, 12, 31)
DELIMITERS: Final = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar"),
}


class ImportForm(VisibleForm):
    """What is brought."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"))
    file = forms.FileField(
        label=gettext_lazy("File"), max_length=255, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS), "data-most-bytes": settings.MOST_UPLOAD_BYTES}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(name, kind_label(name)) for name in kinds_for(self.user)]  # type: ignore[attr-defined]
        most = settings.MOST_UPLOAD_BYTES // 1024**2
        too_large = _("The file is larger than %(n)s MB. Part it, or have it imported on the server.") % {"n": most}
        self.fields["file"].widget.attrs["data-too-large"] = too_large
        self.fields["file"].help_text = _(
            "CSV, a workbook (XLSX) or business cards (VCF), up to %(n)s MB. Nothing is saved before you have seen "
            "what becomes of it; the file is removed afterwards."
        ) % {"n": most}


class MappingForm(VisibleForm):
    """What each column of a file becomes, which of our stages those of the file are, and how it is read.

    Fields: `column_0` …, `stage_<column>_0` … for the values of the column of stages, and the options.
    """

    def __init__(self, *args: Any, row: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.kind = row, KINDS[row.kind]
        self._add_columns()
        self._add_stages()
        self._add_options()

    @cached_property
    def chosen(self) -> dict[int, str]:
        """Place → target, as typed, else as said before, else as recognised."""
        if self.is_bound:
            typed = {place: self.data.get(f"column_{place}", "") for place in range(len(self.row.columns))}
            return {place: target for place, target in typed.items() if target in self.kind.columns}
        if said := self.row.mapping.get("columns"):
            return {int(place): target for place, target in said.items()}
        return mapping.recognised(self.row.kind, [column["header"] for column in self.row.columns])

    @property
    def columns(self) -> Iterator[tuple[Any, Any]]:
        """Each column of the file with its field."""
        for place, column in enumerate(self.row.columns):
            yield column, self[f"column_{place}"]

    @property
    def stages(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("stage_")]

    @property
    def options(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith(("stage_", "column_"))]

    def _add_columns(self) -> None:
        labels = sorted(
            ((target, str(target_label(self.row.kind, target))) for target in self.kind.columns), key=_label
        )
        for place in range(len(self.row.columns)):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=self.row.columns[place]["header"] or f"#{place + 1}",
                choices=[("", _("– not imported –")), *labels],
                required=False,
                initial=self.chosen.get(place, ""),
            )

    def _add_stages(self) -> None:
        target = mapping.stage_target(self.row.kind)
        place = next((place for place, chosen in self.chosen.items() if chosen == target), None)
        if not target or place is None:
            return
        known = Settings(zone=dt.UTC, stages=our_stages())
        ours = [(stage.key, str(stage)) for stage in Stage.objects.order_by("position")]
        ended = [(str(state), str(state.label)) for state in (Status.WON, Status.LOST)]
        said = self.row.mapping.get("stages", {})
        for number, theirs in enumerate(self.row.columns[place]["values"] or []):
            self.fields[f"stage_{place}_{number}"] = forms.ChoiceField(
                label=theirs,
                choices=[("", _("– choose –")), *ours, *ended],
                required=False,
                initial=said.get(theirs) or _understood(theirs, known),
            )

    def _add_options(self) -> None:
        facts, add = self.row.facts, self._add_option
        if self.kind.account:
            name = Account._meta.get_field("name")
            add("account", forms.CharField(max_length=name.max_length))
            if self.user.leads:
                add("create_accounts", forms.BooleanField())
        if self.kind.person and self.user.sees_all:
            add("create_people", forms.BooleanField())
        if self.kind.name == "opportunities":
            add("share_accounts", forms.BooleanField())
        if "team" in self.kind.columns:
            add("create_teams", forms.BooleanField())
        if self.kind.has_money:
            add("currency", forms.CharField(max_length=3), initial=Company.current().base_currency)
            self._add_choice("decimal_comma", _("Decimals are written"), {"": "1,234.50", "1": "1.234,50"})
        if any(column.is_date for column in self.kind.columns.values()):
            ways = {way: f"{EXAMPLE:{way}}" for way in AMBIGUOUS}
            self._add_choice("date_format", OPTIONS["date-format"], {"": _("as the file tells"), **ways})
        if len(facts.get("sheets", [])) > 1:
            self._add_choice(
                "sheet", _("Sheet"), {"": facts["sheets"][0], **{name: name for name in facts["sheets"][1:]}}
            )
        if facts.get("is_text"):
            found = _("as found out: %(what)s")
            self._add_choice("encoding", OPTIONS["encoding"], {"": found % {"what": facts["encoding"]}, **NAMES})
            parted = DELIMITERS.get(facts["delimiter"], facts["delimiter"])
            self._add_choice("delimiter", _("Separator"), {"": found % {"what": parted}, **DELIMITERS})
        add("partial", forms.BooleanField())
        add("erase_blanks", forms.BooleanField())

    def _add_option(self, name: str, field: forms.Field, initial: Any = None) -> None:
        field.label, field.required = str(OPTIONS[name.replace("_", "-")]), False
        field.initial = self.row.options.get(name, initial)
        self.fields[name] = field

    def _add_choice(self, name: str, label: Any, choices: dict[str, Any]) -> None:
        initial = self.row.options.get(name) or ""
        self.fields[name] = forms.ChoiceField(
            label=label, choices=list(choices.items()), required=False, initial="1" if initial is True else initial
        )

    def clean_currency(self) -> str:
        typed: str = self.cleaned_data["currency"].strip().upper()
        if typed:
            try:
                is_currency(typed)
            except RuleBroken as refusal:
                raise forms.ValidationError(str(refusal.message)) from refusal
        return typed

    def clean(self) -> None:
        """Each target once, and what is needed."""
        chosen = self.chosen
        for place, target in chosen.items():
            if [*chosen.values()].count(target) > 1:
                said = _("Two columns become “%(what)s”. Leave one of them out.")
                self.add_error(f"column_{place}", said % {"what": target_label(self.row.kind, target)})
        account = self.cleaned_data.get("account", "")
        for targets in mapping.missing(self.row.kind, chosen, account=account):
            words = _(" or ").join(f"“{target_label(self.row.kind, target)}”" for target in targets)
            self.add_error(None, _("No column becomes %(what)s, and every row needs it.") % {"what": words})

    @property
    def said_stages(self) -> dict[str, str]:
        """Theirs → ours."""
        return {
            str(field.label): self.cleaned_data[field.name] for field in self.stages if self.cleaned_data[field.name]
        }

    @property
    def said_options(self) -> dict[str, Any]:
        """As the Order takes them."""
        said = {field.name: self.cleaned_data[field.name] for field in self.options}
        return said | ({"decimal_comma": bool(said["decimal_comma"])} if "decimal_comma" in said else {})


def _label(choice: tuple[str, str]) -> str:
    return choice[1]


def _understood(theirs: str, known: Settings) -> str:
    try:
        return stage_of(theirs, known)
    except CellError:
        return ""
