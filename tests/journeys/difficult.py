"""A world (tests.permissions.world) whose texts and amounts are as awkward as real ones."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from accounts.models import Account, Contact
from pipeline.models import Opportunity
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.permissions.world import World

LONG = "Северо-Западная металлургическая компания имени Тысячелетия Donaudampfschifffahrtsgesellschaft"
UNBROKEN = "W" * 120
RIGHT_TO_LEFT = "شركة النيل للصناعات الثقيلة (مصر) 2024"
CHINESE = "中国第一汽车集团有限公司华北区重型卡车及特种车辆零部件采购与供应链管理中心"
NOTHING, NEGATIVE, HUGE = "0", "-1234567.89", "9999999999999999.99"


class DifficultWorld(World):
    """Everything in it is asked for once, so that lists show it."""

    def fill(self) -> None:
        rows = [getattr(self, name) for name, it in vars(World).items() if isinstance(it, cached_property)]
        for name in (LONG, UNBROKEN, RIGHT_TO_LEFT, CHINESE):
            account = make_account(self.cast.rep, name, industry=name[:80])
            contact_of(account, name, ("purchaser",), title=name)
        for amount in (NOTHING, HUGE):
            self._opportunity_of(LONG, amount)
        assert all(rows)

    @cached_property
    def account(self) -> Account:
        return make_account(self.cast.rep, LONG, industry=UNBROKEN[:80], notes=UNBROKEN, address=RIGHT_TO_LEFT)

    @cached_property
    def contact(self) -> Contact:
        return contact_of(self.account, RIGHT_TO_LEFT, ("user", "interface"), title=LONG, email="a@kam.example")

    def _opportunity_of(self, name: str, amount: str) -> Opportunity:
        row = self._opportunity()
        Opportunity.objects.filter(pk=row.pk).update(name=name, amount=amount)
        return row

    def _visit(self, **fields: Any) -> Any:
        return super()._visit(**{"summary": f"{LONG}\n{UNBROKEN}", "purpose": CHINESE, **fields})
