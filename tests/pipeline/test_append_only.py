"""The database itself refuses to change what a move says."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from pipeline.models import Move, Opportunity
from tests.pipeline.make import move, opportunity


def judged_now():
    """What is judged at the end of a transaction, judged now."""
    connection.check_constraints()


def delete_moves_of(row):
    row.moves.all().delete()
    judged_now()


def test_no_move_is_changed(account):
    opportunity(account)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Move.objects.update(amount_after=5)


def test_no_move_is_deleted(account):
    row = move(opportunity(account), "upside")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        delete_moves_of(row)
    assert row.moves.count() == 2


def test_moves_go_with_their_opportunity(account):
    row = opportunity(account)
    row.delete()
    judged_now()
    assert not Move.objects.exists()
    assert not Opportunity.objects.exists()
