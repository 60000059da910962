"""The relationship wall of an account, of all accounts, the help with it, and the advice as a rule."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.filters import only
from foundation.views import ListView, Page, ServiceFormView
from relations import services
from relations.choices import Mark
from relations.filters import WallFilter
from relations.forms import AdviceForm, HelpAnswerForm, HelpForm, WallForm
from relations.models import HelpRequest, MarkAdvice, Wall, WallReading
from relations.queries.wall import Standing, standing_of, standings, summary_of, unmarked_key_accounts, with_wall
from teams.views.doors import ForLeads

READINGS_SHOWN = 30


class OfOneAccount(Page):
    @cached_property
    def account(self) -> Account:
        return self.visible(with_wall(Account.objects.visible_to(self.reader)), pk=self.kwargs["pk"])

    @cached_property
    def standing(self) -> Standing | None:
        return standing_of(self.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account, standing=self.standing)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return reverse("wall", args=[self.account.pk])


class WallPage(OfOneAccount, ServiceFormView):
    """The four marks, which to strengthen next and how, and what they were before."""

    template_name = "relations/wall.html"
    form_class = WallForm
    success_message = _("Marked.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "wall": self.standing.wall if self.standing else None}

    def write(self, form: WallForm) -> Wall:
        return services.wall_mark(actor=self.reader, account=self.account, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account, found = self.account, self.standing
        readings = WallReading.objects.filter(wall__account=account).select_related("by")
        advice = MarkAdvice.objects.filter(mark=found.next).first() if found and found.next else None
        requests = HelpRequest.objects.filter(account=account).select_related("helper", "asked_by")
        return super().get_context_data(
            **kwargs, readings=list(readings[:READINGS_SHOWN]), advice=advice, requests=list(requests[:READINGS_SHOWN])
        )


class HelpAsk(OfOneAccount, ServiceFormView):
    """`?mark=` says with which mark."""

    template_name = "relations/help_form.html"
    form_class = HelpForm
    success_message = _("Asked.")

    def get_initial(self) -> dict[str, Any]:
        typed = self.request.GET.get("mark", "")
        return {"mark": typed if typed in Mark.values else (self.standing.next if self.standing else None)}

    def write(self, form: HelpForm) -> HelpRequest:
        return services.help_ask(actor=self.reader, account=self.account, **form.cleaned_data)


class HelpAnswer(ServiceFormView):
    """What was asked; who was asked says what came of it."""

    template_name = "relations/help_answer.html"
    form_class = HelpAnswerForm
    success_message = _("Answered.")

    @cached_property
    def row(self) -> HelpRequest:
        rows = HelpRequest.objects.select_related("account", "helper", "asked_by")
        return self.visible(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request_for_help": self.row}

    def write(self, form: HelpAnswerForm) -> HelpRequest:
        return services.help_answer(self.row, actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        is_seen = Account.objects.visible_to(self.reader).filter(pk=row.account_id).exists()
        may = self.reader.pk in {row.helper_id, row.asked_by_id} and row.answered_at is None
        return super().get_context_data(**kwargs, row=row, account_is_seen=is_seen, may_answer=may)

    def get_success_url(self) -> str:
        return self.row.get_absolute_url()


class WallList(ListView):
    """The walls of all accounts that the reader sees, the weakest first."""

    template_name = "relations/wall_list.html"
    fragment = "relations/_wall_list.html"
    filterset_class = WallFilter

    def rows(self) -> QuerySet[Wall]:
        rows = Wall.objects.visible_to(self.reader).filter(account__archived_at=None)
        return rows.select_related("account__owner").order_by("total", "id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        order = list(MarkAdvice.objects.values_list("mark", flat=True))
        unmarked = list(unmarked_key_accounts(Account.objects.visible_to(self.reader))[:51])
        found = context["filter"]
        return context | {
            "standings": standings(context["rows"], order),
            "summary": summary_of(found.rows_or_400()),
            "unmarked": unmarked[:50],
            "more_unmarked": len(unmarked) > 50,
        }


class WallRule(ForLeads, ServiceFormView):
    """What to do about each mark, and which of equally low ones comes first."""

    template_name = "relations/wall_rule.html"
    form_class = AdviceForm
    success_url = reverse_lazy("wall_rule")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "rows": MarkAdvice.objects.all()}

    def write(self, form: AdviceForm) -> None:
        services.mark_advice_set(actor=self.reader, wanted=form.typed())
