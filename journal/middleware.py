"""Idempotency-Key on POST (after the IETF draft of that name): the same request twice has one effect and one answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from foundation.locks import try_transaction_lock
from foundation.problems import problem

from .models import IdempotencyKey

KEPT_HEADERS = ("ETag", "Location")


class IdempotencyMiddleware:
    """Runs a keyed API POST and remembers its answer in one transaction.

    Same key and body again: the remembered answer. Another body: 422. While the first still runs: 409.
    An answer of 400 or above is not remembered and has written nothing. Nobody who may not come in (any more) is given
    a remembered answer: `settings.IDEMPOTENCY_CALLER` names the caller first, and None goes on to the view's refusal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.name_caller: Callable[[HttpRequest], str | None] = import_string(settings.IDEMPOTENCY_CALLER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None or not request.path.startswith("/api/"):
            return self.get_response(request)
        if not 1 <= len(key) <= 200:
            return problem(400, "Idempotency-Key: 1 to 200 characters.")
        caller = self.name_caller(request)
        if not caller:
            return self.get_response(request)
        try:
            digest = _digest_of(request)
        except RequestDataTooBig:
            return problem(413, "The body is too large.")
        return self._once(request, caller, key, digest)

    def _once(self, request: HttpRequest, caller: str, key: str, digest: str) -> HttpResponse:
        with transaction.atomic():
            if not _lock(caller, key):
                return problem(409, "A request with this Idempotency-Key is still running. Try again shortly.")
            if known := IdempotencyKey.objects.filter(caller=caller, key=key).first():
                return _replay(known, digest)
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                _remember(caller, key, digest, response)
            return response


def _digest_of(request: HttpRequest) -> str:
    """Of a form with files its parts: a boundary is another one each time, and files may be larger than memory holds.
    How large such a form may be is said elsewhere (`settings.MOST_UPLOAD_BYTES`)."""
    digest = hashlib.sha256(request.get_full_path().encode() + b"\0")
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    with suppress(RequestDataTooBig):
        # Read where it is small, so that a view that takes no forms can say so itself.
        _ = request.body
    digest.update(repr(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.content_type, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _lock(caller: str, key: str) -> bool:
    digest = hashlib.sha256(f"{caller}\0{key}".encode()).digest()
    return try_transaction_lock(int.from_bytes(digest[:8], byteorder="big", signed=True))


def _replay(known: IdempotencyKey, digest: str) -> HttpResponse:
    if known.request_digest != digest:
        return problem(422, "This Idempotency-Key was used with another request.")
    headers = {**known.headers, "Idempotent-Replayed": "true"}
    return HttpResponse(bytes(known.body), known.content_type, known.status, headers=headers)


def _remember(caller: str, key: str, digest: str, response: HttpResponse) -> None:
    IdempotencyKey.objects.create(
        caller=caller,
        key=key,
        request_digest=digest,
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        body=response.content,
        headers={name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
    )
