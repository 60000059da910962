"""What those who lead type about stages, red flags and the catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import EditForm, VersionForm, VisibleForm, VisibleModelForm
from pipeline.models import Competitor, FlagRule, Product, Stage
from pipeline.services import Place

from .opportunity import currencies


class StageNewForm(VisibleForm):
    name = forms.CharField(max_length=40, label=_("Name"))
    name_zh = forms.CharField(max_length=40, label=_("Chinese name"))
    after = forms.ModelChoiceField(Stage.objects.order_by("position"), required=False, label=_("Behind"),
                                   empty_label=_("(as the first)"))  # fmt: skip
    probability = forms.DecimalField(min_value=0, max_value=100, max_digits=5, decimal_places=2,
                                     label=_("Probability, %"))  # fmt: skip
    normal_days = forms.IntegerField(min_value=1, max_value=3650, initial=30, label=_("Normal days in stage"))


class StageRemoveForm(VersionForm):
    """Where to go with what stands in it."""

    into = forms.ModelChoiceField(Stage.objects.order_by("position"), required=False, label=_("Move them to"))

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["into"]
        others.queryset = others.queryset.exclude(pk=stage.pk)


class ArrangeForm(VisibleForm):
    """A place and a probability for each stage, with the version that was read."""

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = stages
        for number, stage in enumerate(stages, 1):
            self.fields[f"place_{stage.pk}"] = forms.IntegerField(
                min_value=1, max_value=99, initial=number, label=_("Place")
            )
            self.fields[f"probability_{stage.pk}"] = forms.DecimalField(
                min_value=0, max_value=100, max_digits=5, decimal_places=2, initial=stage.probability,
                label=_("Probability, %"),
            )  # fmt: skip
            self.fields[f"version_{stage.pk}"] = forms.IntegerField(widget=forms.HiddenInput, initial=stage.version)

    @property
    def lines(self) -> list[tuple[Any, ...]]:
        """Each stage with its bound fields."""
        return [
            (stage, *(self[f"{name}_{stage.pk}"] for name in ("place", "probability", "version")))
            for stage in self.stages
        ]

    @property
    def places(self) -> list[Place]:
        """The stages in the order that was typed; equal places keep their present order."""
        told = self.cleaned_data
        order = sorted(self.stages, key=lambda stage: told[f"place_{stage.pk}"])
        return [Place(stage, told[f"version_{stage.pk}"], told[f"probability_{stage.pk}"]) for stage in order]


class FlagRuleForm(EditForm):
    class Meta:
        model = FlagRule
        fields = ["visit_days", "norm_stays", "decision_maker_from"]


class _Priced(forms.BaseForm):
    def _offer_currencies(self) -> None:
        known = currencies()
        chosen = str(self.initial.get("currency") or known[0])
        self.fields["currency"] = forms.ChoiceField(
            choices=[(code, code) for code in dict.fromkeys([chosen, *known])], label=_("Currency"), initial=chosen
        )

    def clean(self) -> dict[str, Any]:
        """What must be unique is judged by the database when it is written."""
        return self.cleaned_data


class ProductForm(_Priced, VisibleModelForm):
    class Meta:
        model = Product
        fields = ["code", "name", "unit", "list_price", "currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_currencies()


class ProductEditForm(_Priced, EditForm):
    class Meta:
        model = Product
        fields = ["code", "name", "unit", "list_price", "currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_currencies()


class CompetitorForm(VisibleModelForm):
    class Meta:
        model = Competitor
        fields = ["name", "strengths", "weaknesses"]

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class CompetitorEditForm(EditForm):
    class Meta:
        model = Competitor
        fields = ["name", "strengths", "weaknesses"]

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data
