"""Rows as they stand after their service, made without it."""

from __future__ import annotations

from typing import Any

from accounts.models import Account, Contact, ContactRole
from foundation.text import search_text, sort_key


def contact_of(account: Account, name: str = "王小明", roles: tuple[str, ...] = (), **fields: Any) -> Contact:
    fields = {"sort_key": sort_key(name), "search_text": search_text(name), **fields}
    contact = Contact.objects.create(account=account, name=name, **fields)
    ContactRole.objects.bulk_create([ContactRole(account=account, contact=contact, role=role) for role in roles])
    return contact
