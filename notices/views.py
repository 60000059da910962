"""The reader's notices, and of what he wants to be told."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.paging import tallies
from foundation.views import ActionView, ListView, ServiceFormView
from journal.live import LivePage
from notices import services
from notices.choices import ICON, Kind
from notices.filters import NoticeFilter
from notices.forms import LastForm, WantedForm
from notices.models import Notice
from notices.queries import inbox, path, sentence


class NoticeList(LivePage, ListView):
    """What happened for the reader: unread first, by day. It renews itself while it is open."""

    template_name = "notices/notice_list.html"
    fragment = "notices/_notice_list.html"
    filterset_class = NoticeFilter

    @property
    def stamp(self) -> str:
        """What he has read, here or on another page, leaves no event: how many wait is asked beside them."""
        return f"{super().stamp}.{self.unread.count}"

    @cached_property
    def unread(self) -> Any:
        return tallies(unread=Notice.objects.visible_to(self.reader).unread().order_by())["unread"]

    def rows(self) -> QuerySet[Notice]:
        return inbox(Notice.objects.visible_to(self.reader))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown: list[Notice] = context["rows"]
        return {
            **context,
            "told": [
                {
                    "notice": each,
                    "day": timezone.localdate(each.at),
                    "says": sentence(each),
                    "opens": path(each) or reverse("notice_list"),
                    "icon": ICON[Kind(each.kind)],
                }
                for each in shown
            ],
            "unread": self.unread,
            "last": max((each.pk for each in shown), default=0),
        }


class NoticeOpen(ActionView):
    """Opens what a notice is about, and it is read."""

    def act(self) -> Notice:
        return services.notice_read(self.visible(Notice.objects, pk=self.kwargs["pk"]))

    def next_url(self) -> str:
        return path(self.object) or reverse("notice_list")


class NoticesReadAll(ActionView):
    """Everything up to the newest that the page showed is read."""

    def act(self) -> int:
        form = LastForm(self.request.POST)
        if not form.is_valid():
            raise BadRequest("last: the number of a notice")
        return services.notices_read_all(actor=self.reader, last=form.cleaned_data["last"])

    def next_url(self) -> str:
        return reverse("notice_list")


class Wanted(ServiceFormView):
    """Of what the reader wants to be told."""

    template_name = "notices/wanted.html"
    form_class = WantedForm
    success_message = _("Your preferences are saved.")
    success_url = reverse_lazy("notices_wanted")

    def get_form_kwargs(self) -> dict[str, Any]:
        unwanted = set(self.reader.unwanted_notices.values_list("kind", flat=True))
        return {**super().get_form_kwargs(), "unwanted": unwanted}

    def write(self, form: WantedForm) -> None:
        services.unwanted_set(actor=self.reader, kinds=form.unwanted())
