"""Papers are brought, named, removed and brought back."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.rules import one_line
from accounts.services import lock_writable
from dossier.choices import PaperKind
from dossier.models import Attachment, AttachmentRule, Contract
from dossier.models.attachment import LARGEST
from dossier.papers import NotSafe, Picture, clean_name, kind_of, redrawn
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, TooLarge, WrongKind
from journal.services import changes_of, record
from teams.models import User
from teams.rules import only_leads


@transaction.atomic
def attachment_add(
    *, actor: User, account: Account, file: File, note: str = "", contract: Contract | None = None
) -> Attachment:
    """Keeps a paper; the same content again is the one that is there already (`was_there`), not a second: what is told
    of it is left to its editing.

    RuleBroken (`file`): too large, a kind that is not kept, content that is not what it begins like; (`contract`):
    another account's.
    """
    account = lock_writable(account.pk)
    if contract is not None and contract.account_id != account.pk:
        raise RuleBroken(_("This contract is another account's."), field="contract")
    _check_size(file)
    digest = _digest_of(file)
    if same := Attachment.objects.kept().filter(account=account, digest=digest).first():
        same.was_there = True
        return same
    try:
        content: Any = file.file
        kind = kind_of(content, file.name or "")
        picture = redrawn(content, kind) if kind.is_picture else None
    except NotSafe as refusal:
        raise WrongKind(str(refusal), field="file") from refusal
    row = Attachment(
        account=account, contract=contract, name=clean_name(file.name or "", kind), note=one_line(note), kind=kind,
        digest=digest, uploaded_by=actor,
    )  # fmt: skip
    _store(row, file, picture)
    row.save(force_insert=True)
    told = {"name": [None, row.name], "size": [None, row.size]}
    record(actor=actor, verb="attachment.added", subject=row, account_id=account.pk, changes=told)
    return row


@transaction.atomic
def attachment_update(row: Attachment, *, actor: User, version: int, **fields: Any) -> Attachment:
    """Another name, note or contract. Its content is never changed: bring another file."""
    lock_writable(row.account_id)
    if row.is_removed:
        raise RuleBroken(_("This file is removed. Bring it back first."))
    kind = PaperKind(row.kind)
    if "name" in fields:
        fields["name"] = clean_name(fields["name"], kind)
    if "note" in fields:
        fields["note"] = one_line(fields["note"])
    contract = fields.get("contract")
    if contract is not None and contract.account_id != row.account_id:
        raise RuleBroken(_("This contract is another account's."), field="contract")
    changes = differences(row, fields)
    return _write(row, actor, version, changes, "attachment.updated") if changes else row


@transaction.atomic
def attachment_remove(row: Attachment, *, actor: User, version: int) -> Attachment:
    """Out of sight; row and file stay, and who removed it is known. RuleBroken: it is removed already."""
    lock_writable(row.account_id)
    if row.is_removed:
        raise RuleBroken(_("This file is removed already."))
    changes = {"removed_at": timezone.now(), "removed_by": actor}
    return _write(row, actor, version, changes, "attachment.removed")


@transaction.atomic
def attachment_restore(row: Attachment, *, actor: User, version: int) -> Attachment:
    """RuleBroken: nobody removed it, or the same content was brought again meanwhile."""
    lock_writable(row.account_id)
    if not row.is_removed:
        raise RuleBroken(_("This file is not removed."))
    if Attachment.objects.kept().filter(account=row.account_id, digest=row.digest).exists():
        raise RuleBroken(_("The same file was brought again meanwhile."))
    return _write(row, actor, version, {"removed_at": None, "removed_by": None}, "attachment.restored")


@transaction.atomic
def attachment_rule_set(rule: AttachmentRule, *, actor: User, version: int, megabytes: int) -> AttachmentRule:
    """How large one file may be from now on. Forbidden for those who do not lead."""
    only_leads(actor)
    if not 1 <= megabytes <= LARGEST:
        raise RuleBroken(_("From 1 to 100 megabytes."), field="megabytes")
    changes = differences(rule, {"megabytes": megabytes})
    if not changes:
        return rule
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="attachmentrule.changed", subject=rule, changes=told)
    return rule


def _check_size(file: File) -> None:
    most = AttachmentRule.objects.get(pk=1).megabytes
    if file.size > most * 1024**2:
        raise TooLarge(_("A file of %(n)d megabytes at most.") % {"n": most}, field="file")


def _digest_of(file: File) -> str:
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    return found.hexdigest()


def _store(row: Attachment, file: File, picture: Picture | None) -> None:
    kept = File(file.file) if picture is None else ContentFile(picture.content)
    kept.seek(0)
    row.size = file.size if picture is None else len(picture.content)
    row.file.save(f"kept.{PaperKind(row.kind).value}", kept, save=False)
    if picture is not None:
        row.preview.save("kept.webp", ContentFile(picture.preview), save=False)


def _write(row: Attachment, actor: User, version: int, changes: dict[str, Any], verb: str) -> Attachment:
    told = changes_of(row, changes)
    row = save_edit(row, version, changes)
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=told)
    return row
