"""The page at which a customer answers: no sign-in, one answer, and nothing about us but what is asked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views import View
from rest_framework.throttling import SimpleRateThrottle

from foundation.errors import RuleBroken
from surveys import services
from surveys.choices import SurveyState
from surveys.forms import AnswersForm
from surveys.links import survey_behind
from surveys.models import Survey
from teams.models import Company

GONE, UNKNOWN, SLOW = 410, 404, 429


class AnswerRate(SimpleRateThrottle):
    """As often as anybody without a key may ask the API (KAM_API_RATE_ANONYMOUS), by address."""

    scope = "anon"
    cache_format = "survey_%(scope)s_%(ident)s"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class PublicSurvey(View):
    """Opening it uses nothing up: mail programs follow links by themselves. What they and messengers add to a link
    (`utm_source`, `from`) is none of a customer's doing: parameters that are not known are passed over."""

    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rate: Any = AnswerRate()
        self.survey = None
        if not rate.allow_request(request, self):
            answer = self._ended("slow", SLOW)
            answer.headers["Retry-After"] = str(int(rate.wait() or 60) + 1)
            return self._closed_to_robots(answer)
        self.survey = survey_behind(kwargs["token"])
        with translation.override(self._language()):
            return self._closed_to_robots(super().dispatch(request, *args, **kwargs))

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._why_not(200) or self._asked(self._form(), 200)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if answer := self._why_not(GONE):
            return answer
        survey, form = self._open(), self._form(request.POST)
        if not form.is_valid():
            return self._asked(form, 422)
        try:
            services.survey_answer(survey, **form.said)
        except RuleBroken as refusal:
            survey.refresh_from_db(fields=["state"])
            if answer := self._why_not(GONE):
                return answer
            form.refuse(refusal)
            return self._asked(form, 422)
        return HttpResponseRedirect(request.get_full_path())

    def _open(self) -> Survey:
        if self.survey is None:
            raise AssertionError("asked only where there is one")
        return self.survey

    def _form(self, typed: Any = None) -> AnswersForm:
        survey = self._open()
        about = survey.asks_about_complaint
        return AnswersForm(typed, lines=survey.lines.all(), asks_about_complaint=about, user=None)

    def _why_not(self, answered: int) -> HttpResponse | None:
        """What stands instead of the questions; `answered` is the status where it has its answer."""
        survey = self.survey
        if survey is None:
            return self._ended("unknown", UNKNOWN)
        if survey.state == SurveyState.ANSWERED:
            return self._ended("answered", answered)
        if survey.state == SurveyState.WITHDRAWN or survey.account.is_archived:
            return self._ended("withdrawn", GONE)
        return self._ended("expired", GONE) if survey.is_expired else None

    def _asked(self, form: AnswersForm, status: int) -> HttpResponse:
        context = {"form": form, "company": Company.current()}
        return render(self.request, "surveys/public.html", context, status=status)

    def _ended(self, why: str, status: int) -> HttpResponse:
        return render(self.request, "surveys/public_ended.html", {"why": why}, status=status)

    def _language(self) -> str:
        """That which was chosen on the page, that in which they were asked, that of the browser."""
        chosen = self.request.GET.get("language", "")
        if chosen in dict(settings.LANGUAGES):
            return chosen
        return self.survey.language if self.survey else translation.get_language() or "en"

    def _closed_to_robots(self, answer: HttpResponseBase) -> HttpResponseBase:
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        answer.headers["Cache-Control"] = "no-store"
        return answer
