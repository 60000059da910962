from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.paging import list_page
from foundation.views import ServiceFormView
from scoring import queries, services
from scoring.forms import KeyMarksForm
from scoring.models import KeyMark
from scoring.queries.key_account import standing_marks


class KeyMarks(ServiceFormView):
    """How key people hold an account to be, and who said so before."""

    template_name = "scoring/key_marks.html"
    form_class = KeyMarksForm
    success_message = _("Saved. The next nightly run counts it, where the policy weighs it.")

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["pk"])

    def get(self, *args: Any, **kwargs: Any) -> Any:
        self.account  # noqa: B018  (out of sight is a 404 before anything else)
        return super().get(*args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        marks = {factor: mark.mark for factor, mark in queries.present_marks(self.account.pk).items()}
        return {**marks, "seen": standing_marks(self.account.pk)}

    def write(self, form: KeyMarksForm) -> list[KeyMark]:
        told = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"] or None}
        return services.key_marks_set(self.account, actor=self.reader, marks=form.marks, **told)

    def get_success_url(self) -> str:
        return reverse("tier_explain", args=[self.account.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = list_page(queries.marks_of(self.account.pk), self.request.GET.get("page"))
        return super().get_context_data(**kwargs, account=self.account, page=page, marks=page.rows)
