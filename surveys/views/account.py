"""Satisfaction and loyalty of one account, and asking it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from care.models import Complaint
from foundation.filters import only
from foundation.views import Page, PageView, ServiceFormView
from surveys import services
from surveys.forms import AskForm, RecordForm
from surveys.models import Survey, SurveyRule
from surveys.queries.account import SHOWN, loyalty_of, rows_of
from surveys.services.survey import lines_now

OPEN_SHOWN = RATED_SHOWN = 10


class OfOneAccount(Page):
    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects.select_related("owner"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)  # type: ignore[misc]


class SatisfactionPage(OfOneAccount, PageView):
    """Expectation and experience over time, dimension by dimension, and what to mend first."""

    template_name = "surveys/satisfaction.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        surveys = Survey.objects.filter(account=self.account).select_related("contact", "worst", "asked_by")
        answered = list(surveys.answered().prefetch_related("lines").order_by("-answered_at", "-id")[:SHOWN])
        rated = Complaint.objects.filter(account=self.account, satisfaction__isnull=False).order_by("-closed_at")
        return super().get_context_data(
            **kwargs,
            surveys=answered,
            latest=answered[0] if answered else None,
            before=answered[1] if len(answered) > 1 else None,
            rows=rows_of(answered),
            loyalty=loyalty_of(answered[0]) if answered else [],
            others=list(surveys.exclude(state="answered").order_by("-id")[:OPEN_SHOWN]),
            rated=list(rated[:RATED_SHOWN]),
        )


class _Asking(OfOneAccount, ServiceFormView):
    """What the address names, after a complaint for example, is chosen already."""

    names = ("contact", "visit", "opportunity", "complaint")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET, *self.names)
        return {**super().get_form_kwargs(), "account": self.account}

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in self.names if name in self.request.GET}

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class SurveyAsk(_Asking):
    template_name = "surveys/ask.html"
    form_class = AskForm
    success_message = _("The link is ready: copy it, or mail it.")

    def get_initial(self) -> dict[str, Any]:
        language = (get_language() or "en").lower()
        return {**super().get_initial(), "language": language, "link_days": SurveyRule.current().link_days}

    def write(self, form: AskForm) -> Survey:
        said = {name: form.cleaned_data[name] for name in ("language", "link_days")}
        return services.survey_ask(actor=self.reader, account=self.account, **form.about, **said)


class SurveyRecord(_Asking):
    template_name = "surveys/record.html"
    form_class = RecordForm
    success_message = _("Recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lines": lines_now(Survey(account=self.account))}

    def write(self, form: RecordForm) -> Survey:
        day = form.cleaned_data["answered_on"]
        return services.survey_record(
            actor=self.reader, account=self.account, answered_on=day, **form.about, **form.said
        )

    def get_success_url(self) -> str:
        return reverse("satisfaction", args=[self.account.pk])
