"""Contracts and expectations: in by a file, out by a file, the same file twice changes nothing."""

from __future__ import annotations

from dossier.models import Contract
from tests.integrations.test_import_deals import exported

FILE = """external_id,account,title,kind,signed_on,starts_on,ends_on,notice_days,renews,value,currency
C-1,北京钢铁 Steel,Frame 2026,框架协议,2025-12-20,2026-01-01,2026-12-31,60,是,1200000,CNY
C-2,Nobody,Frame 2026,nda,,2026-01-01,,,,,
C-3,北京钢铁 Steel,Backwards,nda,,2026-01-01,2025-01-01,,,,
"""


def test_they_come_in_and_go_out(account, load, sign_in):
    outcome = load("contracts", FILE, "--partial")
    assert outcome.counts == (1, 0, 0)
    row = Contract.objects.get()
    assert (row.kind, row.renews, row.notice_days, str(row.value)) == ("frame", True, 60, "1200000.00")
    file = exported(sign_in("rep"), "/reports/contracts/export.csv")
    assert load("contracts", file).counts == (0, 0, 1)


EXPECTED = """account,text,heard_on,met
北京钢铁 Steel,Answer within a day,2026-01-05,未满足
"""


def test_expectations_come_in_and_go_out(account, load, sign_in):
    assert load("expectations", EXPECTED).counts == (1, 0, 0)
    assert load("expectations", EXPECTED).counts == (0, 0, 1)
    assert load("expectations", EXPECTED.replace("未满足", "met")).counts == (0, 1, 0)
    file = exported(sign_in("rep"), "/reports/expectations/export.csv")
    assert load("expectations", file).counts == (0, 0, 1)
