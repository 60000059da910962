"""Reports by mail: what they say is asked of their own pages, as the person to whom they are sent."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from foundation.ui.lists import active_filters
from integrations.views.reports import ReportExport
from teams import subscriptions
from teams.models import User
from teams.subscriptions import Attachment, Kind, Table, Told

from .mail_table import mail_table
from .reports import GROUPS, Report


def offer_reports() -> None:
    """Every report that says its answer in words and its figures as a file can be sent."""
    for group in GROUPS:
        for report in group.reports:
            if report.answer and report.file:
                subscriptions.register(Kind(report.page, report.title, partial(_told, report)))


def _told(report: Report, user: User, query: QueryDict) -> Told:
    request = _asked(report.page, user, query)
    context: dict[str, Any] = _answer(request).context_data
    form = context["filter"].form
    if form.errors:
        raise BadRequest("; ".join(sorted(form.errors)))
    file = _answer(_asked(report.file, user, query))
    name = file.headers["Content-Disposition"].split('"')[1]
    return Told(
        path=f"{request.path}?{query.urlencode()}" if query else request.path,
        html=render_to_string(report.answer, context, request),
        narrowed=[(chip["label"], chip["value"]) for chip in active_filters(Context({"request": request}), form)],
        table=_table(report, context),
        file=Attachment(name, file.getvalue(), "text/csv"),
    )


def _table(report: Report, context: dict[str, Any]) -> Table | None:
    """The figures of the file as a table; None where the answer itself has the rows."""
    view: Any = resolve(reverse(report.file)).func
    export = view.view_class
    return mail_table(export(), context) if issubclass(export, ReportExport) else None


def _asked(page: str, user: User, query: QueryDict) -> HttpRequest:
    """As if `user` had asked for `page`."""
    request = HttpRequest()
    request.method, request.path, request.GET, request.user = "GET", reverse(page), query, user
    return request


def _answer(request: HttpRequest) -> Any:
    """PermissionDenied and BadRequest come out as the page raises them."""
    found = resolve(request.path)
    return found.func(request, *found.args, **found.kwargs)
