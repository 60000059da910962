"""What works without network: pages that a phone may keep, and forms that it may send later.

docs/offline.md tells the whole; the browser's side is static/js/outbox.js and static/js/worker/service_worker.js.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from .views import PageView, ServiceFormView

KEPT_FOR: Final = "X-Kept-For"
"""Header of an answer that the service worker may keep: whose it is. Without it nothing is kept."""
WRITER: Final = "X-Outbox"
"""Header of what is sent later: who wrote it."""


class KeptPage(PageView):
    """A page that the reader's phone keeps; it says from when it is (components/stale.html)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and not request.GET:
            response[KEPT_FOR] = str(request.user.pk)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, made_at=timezone.now())


class FromOutbox(ServiceFormView):
    """A form that is answered in JSON when a phone sends it later.

    201: taken. 422 or 412: refused, with `reasons` and the `version` that another try should carry. 401: its writer
    must sign in first; 409: somebody else is signed in. The write itself is the form's own.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self._is_late:
            return super().dispatch(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return JsonResponse({}, status=401)
        if request.headers[WRITER] != str(request.user.pk):
            return JsonResponse({}, status=409)
        if self.has_arrived():
            return JsonResponse({}, status=201)
        self.success_message = ""
        return super().dispatch(request, *args, **kwargs)

    def has_arrived(self) -> bool:
        """Whether this very form was taken before and only the answer was lost."""
        return False

    def done(self) -> HttpResponse:
        return JsonResponse({}, status=201) if self._is_late else super().done()

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self._is_late:
            return super().render_to_response(context, **kwargs)
        form = context["form"]
        reasons = [_reason(form, name, text) for name, texts in form.errors.items() for text in texts]
        return JsonResponse({"reasons": reasons, "version": form.data.get("version")}, **kwargs)

    @property
    def _is_late(self) -> bool:
        return self.request.method == "POST" and WRITER in self.request.headers


def _reason(form: Any, name: str, text: str) -> str:
    """A complaint with the name of its field, which is not in sight where it is read."""
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {text}" if label else text
