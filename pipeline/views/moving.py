"""Moving, closing, reopening and archiving, from the board and from the opportunity's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.errors import RuleBroken, StaleEdit
from foundation.views import ActionView, ServiceFormView, go_to
from pipeline import services
from pipeline.choices import Status
from pipeline.forms import CloseForm, MoveForm
from pipeline.models import Opportunity, Stage

from .board import changed_columns, is_from_board, present_board
from .opportunity import OneOpportunity


class _Moving(OneOpportunity, ServiceFormView):
    """A form that the board shows in its side panel; without script it is a page of its own."""

    fragment: str

    def get_template_names(self) -> list[str]:
        return [self.fragment] if self.request.htmx else super().get_template_names()  # type: ignore[attr-defined]

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.opportunity.version}

    def answer(self, before: Stage, said: str) -> HttpResponse:
        """The board's changed columns, or on to the opportunity's page."""
        if is_from_board(self.request):
            return changed_columns(self.request, before, self.opportunity.stage, toast=said)
        messages.success(self.request, said)
        return go_to(self.request, self.get_success_url())

    def in_panel(self, response: HttpResponse) -> HttpResponse:
        """Whatever was asked for, this is to be read first."""
        response["HX-Retarget"], response["HX-Reswap"] = "#panel-body", "innerHTML"
        return response


class OpportunityMove(_Moving):
    """POST stage (its key) and version. Whoever comes second is shown the first's move, and chooses."""

    template_name = "pipeline/opportunity_move.html"
    fragment = "pipeline/_opportunity_move.html"
    form_class = MoveForm

    def form_valid(self, form: MoveForm) -> HttpResponse:
        before, told = self.opportunity.stage, form.cleaned_data
        try:
            services.opportunity_move(
                self.opportunity,
                actor=self.reader,
                version=told["version"],
                stage=told["stage"],
                note=told["note"],
            )
        except StaleEdit:
            return self.in_panel(self._choose(form))
        except RuleBroken as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        return self.answer(before, _("Moved to %(stage)s.") % {"stage": self.opportunity.stage})

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.in_panel(super().form_invalid(form))

    def _choose(self, form: MoveForm) -> HttpResponse:
        row = Opportunity.objects.select_related("account", "stage", "owner", "team").get(pk=self.opportunity.pk)
        self.opportunity = row
        wanted = form.cleaned_data["stage"]
        again = MoveForm(user=self.reader, initial={"version": row.version, "stage": wanted})
        last = row.moves.select_related("by", "from_stage", "to_stage").latest("at", "id")
        board = present_board(self.request) if is_from_board(self.request) else {}
        context = self.get_context_data(form=again, last=last, wanted=wanted, **board)
        return self.render_to_response(context, status=412)


class OpportunityClose(_Moving):
    """?outcome=won or lost: asks for the reason."""

    template_name = "pipeline/opportunity_close.html"
    fragment = "pipeline/_opportunity_close.html"
    form_class = CloseForm

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("outcome")
        outcome = wanted if wanted in (Status.WON, Status.LOST) else Status.WON
        return {**super().get_initial(), "outcome": str(outcome)}

    def form_valid(self, form: CloseForm) -> HttpResponse:
        before = self.opportunity.stage
        try:
            services.opportunity_close(self.opportunity, actor=self.reader, **form.cleaned_data)
        except StaleEdit as stale:
            self.opportunity = stale.current
            form.compare(stale.current)
            return self.in_panel(self.render_to_response(self.get_context_data(form=form), status=412))
        except RuleBroken as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        won = self.opportunity.status == Status.WON
        return self.answer(before, _("Won. Well done.") if won else _("Lost, and the reason is kept."))

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.in_panel(super().form_invalid(form))


class OpportunityReopen(OneOpportunity, ActionView):
    success_message = gettext_lazy("Open again, in the stage it was closed in.")

    def act(self) -> Opportunity:
        return services.opportunity_reopen(self.opportunity, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return self.get_success_url()


class OpportunityArchive(OneOpportunity, ActionView):
    """Archives it; with `restore` in the form, brings it back."""

    def act(self) -> Opportunity:
        restore = "restore" in self.request.POST
        self.success_message = _("Brought back.") if restore else _("Archived.")
        return services.opportunity_archive(
            self.opportunity, actor=self.reader, version=self.version(), archived=not restore
        )

    def next_url(self) -> str:
        return self.get_success_url()
