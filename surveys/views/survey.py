"""One survey, and the list of how accounts stand."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from foundation.filters import only
from foundation.views import ListView, Page, PageView, ServiceFormView
from pipeline.models import Opportunity
from surveys import services
from surveys.choices import Standing
from surveys.filters import StandingFilter
from surveys.forms import WithdrawForm
from surveys.links import link_path
from surveys.models import Survey, SurveyRule
from surveys.queries.account import loyalty_of, rows_of
from surveys.queries.standing import bring_surveys, old_since, summary_of, with_standing
from teams.digests import absolute
from teams.models import Company


class OfSurvey(Page):
    @cached_property
    def survey(self) -> Survey:
        rows = Survey.objects.select_related(
            "account__owner", "contact", "worst", "asked_by", "visit", "opportunity", "complaint"
        )
        return self.visible(rows.prefetch_related("lines"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, survey=self.survey)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.survey.get_absolute_url()


class SurveyDetail(OfSurvey, PageView):
    """What was answered; while it is open, the link."""

    template_name = "surveys/survey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        survey = self.survey
        works = survey.is_open and not survey.is_expired and not survey.account.is_archived
        link = absolute(link_path(survey)) if works else ""
        return super().get_context_data(
            **kwargs,
            link=link,
            mail=_mail(survey, link) if link else "",
            rows=rows_of([survey]),
            loyalty=loyalty_of(survey) if survey.is_answered else [],
            may_withdraw=survey.state != "withdrawn" and (survey.is_open or survey.way == "rep" or self.reader.leads),
            deal_is_seen=survey.opportunity_id and self._sees_deal(survey),
        )

    def _sees_deal(self, survey: Survey) -> bool:
        return bool(Opportunity.objects.visible_to(self.reader).filter(pk=survey.opportunity_id).exists())


class SurveyWithdraw(OfSurvey, ServiceFormView):
    template_name = "surveys/withdraw.html"
    form_class = WithdrawForm
    success_message = gettext_lazy("Withdrawn.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.withdrawal_allowed(self.survey, self.reader)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.survey.version}

    def write(self, form: WithdrawForm) -> Survey:
        return services.survey_withdraw(self.survey, actor=self.reader, **form.cleaned_data)


class StandingList(ListView):
    """All accounts that the reader sees, by their latest survey; who was never asked stands last."""

    template_name = "surveys/standing_list.html"
    fragment = "surveys/_standing_list.html"
    filterset_class = StandingFilter

    def rows(self) -> QuerySet[Account]:
        return with_standing(Account.objects.visible_to(self.reader).filter(archived_at=None).select_related("owner"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rule = SurveyRule.current()
        bring_surveys(context["rows"])
        summary = summary_of(context["filter"].rows_or_400(), rule)
        return context | {"summary": summary, "rule": rule, "old_since": old_since(rule), "standings": Standing}


def _mail(survey: Survey, link: str) -> str:
    """A mail that the asker's own program opens, in the customer's language: it comes from whom he knows."""
    with translation.override(survey.language):
        company = Company.current().name
        subject = _("How content are you with %(company)s?") % {"company": company}
        body = _(
            "Hello %(name)s,\n\nhow well do we do what you expect of us? It takes three minutes:\n%(link)s\n\n"
            "The link works once, until %(day)s."
        ) % {
            "name": survey.contact.name if survey.contact else "",
            "link": link,
            "day": f"{timezone.localtime(survey.expires_at):%Y-%m-%d %H:%M}",
        }
    address = survey.contact.email if survey.contact else ""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"
