"""The catalogues of products and competitors."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.views import ActionView, ListView, ServiceFormView
from pipeline import services
from pipeline.filters import CompetitorFilter, ProductFilter
from pipeline.forms import CompetitorEditForm, CompetitorForm, ProductEditForm, ProductForm
from pipeline.models import Competitor, Product
from teams.views.doors import ForLeads


class ProductList(ForLeads, ListView):
    template_name = "pipeline/products.html"
    filterset_class = ProductFilter

    def rows(self) -> QuerySet[Product]:
        return Product.objects.visible_to(self.reader).order_by("name", "id")


class CompetitorList(ForLeads, ListView):
    template_name = "pipeline/competitors.html"
    filterset_class = CompetitorFilter

    def rows(self) -> QuerySet[Competitor]:
        return Competitor.objects.visible_to(self.reader).order_by("name", "id")


class _New(ForLeads, ServiceFormView):
    template_name = "pipeline/entry_form.html"
    success_message = _("Added.")
    title: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, title=self.title)


class ProductNew(_New):
    form_class = ProductForm
    success_url = reverse_lazy("product_list")
    title = _("New product")

    def write(self, form: ProductForm) -> Product:
        return services.product_create(actor=self.reader, **form.cleaned_data)


class CompetitorNew(_New):
    form_class = CompetitorForm
    success_url = reverse_lazy("competitor_list")
    title = _("New competitor")

    def write(self, form: CompetitorForm) -> Competitor:
        return services.competitor_create(actor=self.reader, **form.cleaned_data)


class _Entry(ForLeads):
    """One entry of a catalogue."""

    model: ClassVar[Any]
    list_name: ClassVar[str]

    @cached_property
    def entry(self) -> Any:
        return self.visible(self.model.objects, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse(self.list_name)


class _Edit(_Entry, ServiceFormView):
    template_name = "pipeline/entry_form.html"
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.entry}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, entry=self.entry, title=str(self.entry))


class ProductEdit(_Edit):
    model, list_name, form_class = Product, "product_list", ProductEditForm

    def write(self, form: ProductEditForm) -> Product:
        version = form.cleaned_data["version"]
        return services.product_update(self.entry, actor=self.reader, version=version, **form.changes)


class CompetitorEdit(_Edit):
    model, list_name, form_class = Competitor, "competitor_list", CompetitorEditForm

    def write(self, form: CompetitorEditForm) -> Competitor:
        version = form.cleaned_data["version"]
        return services.competitor_update(self.entry, actor=self.reader, version=version, **form.changes)


class _Retire(_Entry, ActionView):
    """Out of the catalogue; with `restore` in the form, back into it."""

    success_message = _("Saved.")

    def act(self) -> Any:
        retired = "restore" not in self.request.POST
        return services.catalogue_retire(self.entry, actor=self.reader, version=self.version(), retired=retired)

    def next_url(self) -> str:
        return self.get_success_url()


class ProductRetire(_Retire):
    model, list_name = Product, "product_list"


class CompetitorRetire(_Retire):
    model, list_name = Competitor, "competitor_list"
