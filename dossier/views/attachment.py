"""Files about an account: brought, shown, saved, removed and brought back."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.rules import one_line
from accounts.views.of_account import OfAccount
from dossier import services
from dossier.files import preview, sent
from dossier.filters import AttachmentFilter
from dossier.forms import AttachmentForm, AttachmentNewForm, AttachmentRuleForm
from dossier.models import Attachment, AttachmentRule
from foundation.filters import only
from foundation.views import ActionView, ListView, Page, ServiceFormView
from teams.views.doors import ForLeads


class AttachmentList(OfAccount, ListView):
    template_name = "dossier/attachment_list.html"
    fragment = "dossier/_attachment_list.html"
    filterset_class = AttachmentFilter

    def rows(self) -> QuerySet[Attachment]:
        rows = Attachment.objects.visible_to(self.reader).filter(account=self.account)
        return rows.select_related("uploaded_by", "contract").order_by("-id")


class AttachmentNew(OfAccount, ServiceFormView):
    template_name = "dossier/attachment_new.html"
    form_class = AttachmentNewForm
    success_message: Any = _("File kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        most = AttachmentRule.objects.get(pk=1).megabytes
        return {**super().get_form_kwargs(), "account": self.account, "most": most}

    def get_initial(self) -> dict[str, Any]:
        number = _number(self.request.GET.get("contract", ""))
        return {"contract": number} if number else {}

    def write(self, form: AttachmentNewForm) -> Attachment:
        row = services.attachment_add(actor=self.reader, account=self.account, **form.cleaned_data)
        if row.was_there:
            self.success_message = _("This file is there already, as “%(name)s”.") % {"name": row.name}
        # What was typed about it is not written unseen over what stands there: it is offered in its form.
        contract = form.cleaned_data["contract"]
        typed = {"note": form.cleaned_data["note"], "contract": contract.pk if contract else ""}
        self.offered = typed if row.was_there and any(typed.values()) else {}
        return row

    def get_success_url(self) -> str:
        row = self.object
        if self.offered:
            return f"{reverse('attachment_edit', args=[row.pk])}?{urlencode(self.offered)}"
        return row.contract.get_absolute_url() if row.contract else row.get_absolute_url()


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


class OfAttachment(Page):
    @cached_property
    def row(self) -> Attachment:
        return self.visible(Attachment.objects.select_related("account"), pk=self.kwargs["pk"])


class AttachmentEdit(OfAttachment, ServiceFormView):
    template_name = "dossier/attachment_edit.html"
    form_class = AttachmentForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row}

    def get_initial(self) -> dict[str, Any]:
        """What was typed when the same file was brought again."""
        typed = self.request.GET
        said = {"note": one_line(typed.get("note", ""))[:300], "contract": _number(typed.get("contract", ""))}
        return {name: value for name, value in said.items() if value}

    def write(self, form: AttachmentForm) -> Attachment:
        version = form.cleaned_data["version"]
        return services.attachment_update(self.row, actor=self.reader, version=version, **form.changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, row=self.row)

    def get_success_url(self) -> str:
        return self.row.get_absolute_url()


class AttachmentSave(OfAttachment):
    """The file, to be saved."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        only(request.GET)
        return sent(self.row)


class AttachmentOpen(OfAttachment):
    """PDF and pictures in the browser, everything else to be saved."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        only(request.GET)
        return sent(self.row, shown=True)


class AttachmentPreview(OfAttachment):
    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        only(request.GET)
        if not self.row.preview:
            raise Http404
        return preview(self.row)


class _Action(OfAttachment, ActionView):
    def next_url(self) -> str:
        return self.row.get_absolute_url()


class AttachmentRemove(_Action):
    success_message = _("Removed. Under “Removed only” it can be brought back.")

    def act(self) -> Attachment:
        return services.attachment_remove(self.row, actor=self.reader, version=self.version())


class AttachmentRestore(_Action):
    success_message = _("Brought back.")

    def act(self) -> Attachment:
        return services.attachment_restore(self.row, actor=self.reader, version=self.version())


class FilesRule(ForLeads, ServiceFormView):
    template_name = "dossier/files_rule.html"
    form_class = AttachmentRuleForm
    success_url = reverse_lazy("attachment_rule")
    success_message = _("Saved.")

    @cached_property
    def rule(self) -> AttachmentRule:
        return AttachmentRule.objects.get(pk=1)

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: AttachmentRuleForm) -> AttachmentRule:
        return services.attachment_rule_set(self.rule, actor=self.reader, **form.cleaned_data)
