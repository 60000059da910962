"""The rules of reviewing: the sixteen questions, and which deals a week reviews."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.views import ServiceFormView
from pipeline import queries, services
from pipeline.forms import QuestionsForm, ReviewRuleForm
from pipeline.models import QuestionSet, ReviewRule
from teams.models import Company
from teams.views.doors import ForLeads


class Questions(ForLeads, ServiceFormView):
    """The sixteen questions; saving makes a new version, the reviews before keep theirs."""

    template_name = "pipeline/questions.html"
    form_class = QuestionsForm
    success_url = reverse_lazy("questions")
    success_message = _("Saved as a new version. Earlier reviews keep the one they were answered with.")

    @cached_property
    def questions(self) -> QuestionSet:
        return queries.present_questions()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "questions": self.questions}

    def write(self, form: QuestionsForm) -> QuestionSet:
        current = queries.question_set(form.cleaned_data["version"])
        return services.questions_change(
            current, actor=self.reader, texts=form.texts, reason=form.cleaned_data["reason"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sets = QuestionSet.objects.select_related("created_by")
        return super().get_context_data(**kwargs, questions=self.questions, sets=sets)


class ReviewRuleEdit(ForLeads, ServiceFormView):
    """Which open opportunities belong to the week's review."""

    template_name = "pipeline/review_rule.html"
    form_class = ReviewRuleForm
    success_url = reverse_lazy("review_week")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": ReviewRule.objects.get()}

    def write(self, form: ReviewRuleForm) -> ReviewRule:
        version = form.cleaned_data["version"]
        return services.review_rule_update(ReviewRule.objects.get(), actor=self.reader, version=version, **form.changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, currency=Company.current().base_currency)
