"""A world (tests.permissions.world) whose texts and amounts are as awkward as real ones."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from accounts.models import Account, Contact
from pipeline.models import Opportunity
from teams.models import Team, User
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.permissions.world import World

LONG = "Северо-Западная металлургическая компания имени Тысячелетия Donaudampfschifffahrtsgesellschaft"
UNBROKEN = "W" * 120
RIGHT_TO_LEFT = "شركة النيل للصناعات الثقيلة (مصر) 2024"
CHINESE = "中国第一汽车集团有限公司华北区重型卡车及特种车辆零部件采购与供应链管理中心"
TURNING = "Ltd \u202eevil\u200b co\u2066"
"""Turns whatever stands behind it on the same line, unless it is isolated; and has a letter nobody sees."""
CODE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7|add:7 }}</title>"
NOTHING, HUGE = "0", "9999999999999999.99"


class DifficultWorld(World):
    """Everything in it is asked for once, so that lists show it."""

    def fill(self) -> None:
        rows = [getattr(self, name) for name, it in vars(World).items() if isinstance(it, cached_property)]
        User.objects.filter(pk=self.cast.rep.pk).update(name=RIGHT_TO_LEFT)
        User.objects.filter(pk=self.cast.peer.pk).update(name=TURNING)
        Team.objects.filter(pk=self.cast.north.pk).update(name=TURNING)
        for name in (LONG, UNBROKEN, RIGHT_TO_LEFT, CHINESE, TURNING, CODE):
            account = make_account(self.cast.rep, name, industry=name[:80])
            contact_of(account, name, ("purchaser",), title=name)
        self._opportunity_of(TURNING, NOTHING)
        self._opportunity_of(CODE, HUGE)
        assert all(rows)

    @cached_property
    def account(self) -> Account:
        return make_account(self.cast.rep, CODE, industry=TURNING, notes=UNBROKEN, address=RIGHT_TO_LEFT)

    @cached_property
    def contact(self) -> Contact:
        return contact_of(self.account, RIGHT_TO_LEFT, ("user", "interface"), title=TURNING, email="a@kam.example")

    def _opportunity_of(self, name: str, amount: str) -> Opportunity:
        row = self._opportunity()
        Opportunity.objects.filter(pk=row.pk).update(name=name, amount=amount)
        return row

    def _visit(self, **fields: Any) -> Any:
        return super()._visit(**{"summary": f"{LONG}\n{UNBROKEN}", "purpose": TURNING, **fields})
