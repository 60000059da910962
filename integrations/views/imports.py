"""Import through the browser: bring a file, say what its columns become, try, import, read the report."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View

from foundation.views import ActionView, ListView, Page, PageView, ServiceFormView, go_to
from integrations.filters import ImportFilter
from integrations.forms import ImportForm, MappingForm
from integrations.models import Import, ImportState
from integrations.uploads import services
from integrations.uploads.wording import kind_label, target_label

from .exports import csv_file

MOST_SHOWN = 200


class Imports(ListView):
    """The reader's imports, an administrator's page everybody's: the latest first."""

    template_name = "integrations/imports.html"
    fragment = "integrations/_imports.html"
    filterset_class = ImportFilter

    def rows(self) -> QuerySet[Import]:
        seen = Import.objects.visible_to(self.reader).select_related("person__team", "job")
        return seen.defer("columns", "facts", "mapping", "options").order_by("-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Import.objects.visible_to(self.reader).filter(person=self.reader)
        waiting = own.filter(state__in=[ImportState.MAPPING, ImportState.TRIED])
        context = super().get_context_data(**kwargs, waiting=waiting.count())
        for row in context["rows"]:
            row.kind_label = kind_label(row.kind)
        return context


class ImportNew(ServiceFormView):
    template_name = "integrations/import_new.html"
    form_class = ImportForm

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def write(self, form: ImportForm) -> Import:
        return services.import_receive(actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class OneImport(Page):
    """A page about one of the imports that the reader sees."""

    @cached_property
    def row(self) -> Import:
        rows = Import.objects.select_related("person__team", "job")
        found: Import = self.visible(rows, pk=self.kwargs["pk"])
        return found

    def told(self) -> dict[str, Any]:
        """Context of every page about the import."""
        row = self.row
        report = row.report or {}
        order = {column["header"]: place for place, column in enumerate(row.columns)}
        mapped = sorted(report.get("mapping", {}).items(), key=lambda pair: order.get(pair[1], len(order)))
        return {
            "import": row,
            "kind": kind_label(row.kind),
            "report": report,
            "mapped": [(target_label(row.kind, target), header) for target, header in mapped],
            "problems": _with_labels(row.kind, report.get("problems", [])[:MOST_SHOWN]),
            "notes": _with_labels(row.kind, report.get("notes", [])[:MOST_SHOWN]),
            "good": report.get("rows", 0) - report.get("refused", 0),
            "is_own": row.person_id == self.reader.pk,
        }


class ImportPage(OneImport, PageView):
    """How far it is, and what came of it."""

    template_name = "integrations/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.state == ImportState.MAPPING and self.row.person_id == self.reader.pk:
            return HttpResponseRedirect(reverse("import_columns", args=[self.row.pk]))
        return self.render_to_response(self.get_context_data(**self.told()))


class ImportProgress(OneImport, View):
    """The bar, which asks for itself; when the worker is through, the page as it is then."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.row.is_under_way:
            return go_to(request, self.row.get_absolute_url())
        return render(request, "integrations/_import_progress.html", {"import": self.row})


class ImportColumns(OneImport, ServiceFormView):
    """The mapping screen."""

    template_name = "integrations/import_columns.html"
    form_class = MappingForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.row.may_be_mapped:
            return HttpResponseRedirect(self.row.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "row": self.row}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, **self.told())
        return {**context, "recognised": len(context["form"].chosen)}

    def write(self, form: MappingForm) -> Import:
        return services.import_map(
            self.row, actor=self.reader, columns=form.chosen, stages=form.said_stages, options=form.said_options
        )

    def get_success_url(self) -> str:
        return self.row.get_absolute_url()


class ImportStart(OneImport, ActionView):
    def act(self) -> Import:
        return services.import_start(self.row, actor=self.reader)

    def next_url(self) -> str:
        return self.row.get_absolute_url()


class ImportDrop(OneImport, ActionView):
    success_message = _("The file is removed; nothing of it was saved.")

    def act(self) -> Import:
        return services.import_drop(self.row, actor=self.reader)

    def next_url(self) -> str:
        return str(reverse_lazy("import_list"))


class ImportReport(OneImport, View):
    """What was refused and what is to be looked at, as a CSV file beside which the file can be mended."""

    http_method_names = ["get"]
    header = ("what", "lines", "column", "value", "message")

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        report = self.row.report or {}
        refused = (
            ("refused", said["line"], said["column"], said["value"], said["message"])
            for said in report.get("problems", [])
        )
        noted = (("noted", said["lines"], said["column"], "", said["message"]) for said in report.get("notes", []))
        return csv_file(f"import-{self.row.pk}", self.header, (row for part in (refused, noted) for row in part))


def _with_labels(kind: str, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "label": target_label(kind, one["column"]) if one["column"] else ""} for one in said]
