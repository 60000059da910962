"""`python -m bench.accuracy FOLDER`: what the churn model is worth on public ledgers, each in a company of its own.

FOLDER holds cdnow/, online_retail/ and superstore/ (docs/scoring.md says what they are). Prints the table of the docs;
ends with 1 where a promise is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from .company import manage, servers
from .table import lines_of

Told = dict[str, Any]
PUBLISHED: Final = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
"""BG/NBD's parameters of the CDNOW sample in the paper."""


@dataclass(frozen=True)
class Ledger:
    """A file, how it is imported, the day and the days ahead it is judged by, and what is promised of it."""

    name: str
    file: str
    options: Sequence[str]
    as_of: str
    days: int
    holds: Callable[[Told], bool]
    published: Mapping[str, float] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the public ledgers are")
    folder = parser.parse_args().folder.resolve()
    if missing := [ledger.file for ledger in LEDGERS if not (folder / ledger.file).is_file()]:
        parser.error(f"not in {folder}: {', '.join(missing)}")
    judged = [(ledger, judge(folder, ledger)) for ledger in LEDGERS]
    print("\n".join(lines_of([HEADER, *(_row(ledger, told) for ledger, told in judged)])))
    print("\n" + "\n".join(lines_of([OF_PARAMETERS, *(row for each in judged for row in parameters_of(*each))])))
    return 0 if all(ledger.holds(told) for ledger, told in judged) else 1


def judge(folder: Path, ledger: Ledger) -> Told:
    """The back-test of one ledger, through the commands that anybody would type."""
    print(f"{ledger.name} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="kam-accuracy-") as scratch, servers(Path(scratch)) as environ:
        manage(environ, "migrate", "--verbosity", "0")
        manage(environ, "create_admin")
        manage(environ, "import_csv", "ledger", str(folder / ledger.file), "--create-accounts", *ledger.options)
        days = str(ledger.days)
        told = manage(environ, "churn_backtest", "--as-of", ledger.as_of, "--horizon-days", days, "--json")
        return dict(json.loads(told))


def _cdnow(told: Told) -> bool:
    near = all(is_near(told["parameters"][name] / value - 1) for name, value in PUBLISHED.items())
    return near and told["auc_all"] >= 0.775 and told["auc_repeat"] >= 0.725 and told["brier"] <= 0.161


def _online_retail(told: Told) -> bool:
    is_best = told["auc_all"] >= _best(told)[0]
    return is_best and told["brier"] < told["brier_base"] and "dropout_not_found" in told["notes"]


def _superstore(told: Told) -> bool:
    return told["state"] == "no_signal" and told["auc_all"] is None


def _best(told: Told) -> tuple[float, str]:
    """Of the simple rankings that were computed in the same run."""
    return max((row["auc_all"], name) for name, row in told["comparison"].items())


LEDGERS: Final = (
    Ledger(
        "CDNOW, 1/10 sample", "cdnow/cdnow_sample.csv", ("--map", "account=master_id", "date=date", "revenue=value"),
        "1997-09-30", 273, _cdnow, PUBLISHED,
    ),
    Ledger(
        "UCI Online Retail, invoices", "online_retail/invoices_to_2011-08-31.csv",
        ("--map", "account=CustomerID", "date=InvoiceDate", "revenue=amount", "external_id=InvoiceNo"),
        "2011-05-31", 91, _online_retail,
    ),
    Ledger(
        "Superstore", "superstore/superstore_9994.csv",
        ("--date-format", "%m/%d/%Y", "--map", "account=Customer Name", "date=Order Date", "revenue=Sales",
         "profit=Profit", "external_id=Row ID"),
        "2016-12-31", 182, _superstore,
    ),
)  # fmt: skip
OF_PARAMETERS: Final = ("ledger", "parameter", "fitted", "published", "apart, at most 1 %", "")
HEADER: Final = ("ledger", "as of, days", "n", "AUC all / repeat / top", "Brier (base)", "best simple ranking", "")


def parameters_of(ledger: Ledger, told: Told) -> list[tuple[str, ...]]:
    """The purchase model's parameters, beside the published ones where there are some."""
    rows: list[tuple[str, ...]] = []
    fitted_to = told.get("parameters") or {}
    for name in (name for name in PUBLISHED if name in fitted_to):
        fitted = fitted_to[name]
        known = ledger.published.get(name)
        apart = fitted / known - 1 if known else None
        said = (
            ("", "", "") if apart is None else (f"{known:g}", f"{apart:+.2%}", "holds" if is_near(apart) else "MISSED")
        )
        rows.append((ledger.name, name, f"{fitted:.5g}", *said))
    return rows


def is_near(apart: float) -> bool:
    """Within 1 % of what was published."""
    return abs(apart) <= 0.01


def _row(ledger: Ledger, told: Told) -> tuple[str, ...]:
    has_numbers = told["auc_all"] is not None
    areas = " / ".join(f"{told[name]:.3f}" for name in ("auc_all", "auc_repeat", "auc_top")) if has_numbers else ""
    best, name = _best(told)
    return (
        ledger.name,
        f"{ledger.as_of}, {ledger.days}",
        f"{told['n']:,}",
        areas or "no signal",
        f"{told['brier']:.3f} ({told['brier_base']:.3f})" if has_numbers else f"– ({told['brier_base']:.3f})",
        f"{best:.3f} ({name})",
        "holds" if ledger.holds(told) else "MISSED",
    )


if __name__ == "__main__":
    sys.exit(main())
