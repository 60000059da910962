from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.errors import RuleBroken
from integrations.importing.kinds import KINDS
from integrations.importing.order import order_for
from integrations.importing.run import import_file
from integrations.progress import Bar


class Command(BaseCommand):
    help = "Import people, accounts, contacts, visits, opportunities or ledger from CSV or XLSX. See docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("kind", choices=list(KINDS), metavar="KIND", help=" | ".join(KINDS))
        add("file", type=Path, metavar="FILE")
        add(
            "--map",
            nargs="+",
            action="extend",
            default=[],
            metavar="TARGET=COLUMN",
            help="which column becomes what (#3 is the third); the others are recognised by their headers",
        )
        add(
            "--leave-out",
            nargs="+",
            action="extend",
            default=[],
            metavar="COLUMN",
            help="columns that become nothing although their headers are known",
        )
        add("--account", default="", metavar="NAME", help="the account of rows that name none")
        add(
            "--stage-map",
            nargs="+",
            action="extend",
            default=[],
            metavar="THEIRS=OURS",
            help="what a stage of the file is here: a stage's key, won or lost",
        )
        add("--dry-run", action="store_true", help="check everything, save nothing")
        add("--partial", action="store_true", help="save the good rows even where others are refused")
        add("--create-accounts", action="store_true", help="make the accounts that the file names and nobody knows")
        add("--create-people", action="store_true", help="make known the owners that nobody knows (without a password)")
        add("--create-teams", action="store_true", help="make the teams that a file of people names and nobody knows")
        add("--share-accounts", action="store_true", help="share accounts with the teams whose people sell there")
        add("--erase-blanks", action="store_true", help="let a blank cell erase what is there")
        add("--date-format", default="", metavar="F", help="as in strftime, for example %%m/%%d/%%Y")
        add(
            "--decimal-comma",
            action="store_true",
            help="1.234,50 is one thousand two hundred and thirty-four and a half",
        )
        add("--delimiter", default="", help="what parts the cells; found out where not given (tab: TAB)")
        add("--sheet", default="", help="of a workbook; default: the first")
        add("--encoding", default="", help="found out where not given")
        add("--currency", default="", help="of amounts without a currency column; default: the company's")
        add("--owner", default="", metavar="EMAIL", help="of what has no owner in the file; default: who imports")
        add("--as", default="", dest="actor", metavar="EMAIL", help="who imports; default: the first administrator")
        add("--json", action="store_true", help="the report as JSON")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        bar = Bar(sys.stderr)
        try:
            report = import_file(order_for(options), bar.show)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.message)) from refusal
        bar.clear()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=1, default=str))
        else:
            self.stdout.write("\n".join(report.as_text()))
        if report.problem_count and not report.committed:
            raise CommandError(f"{options['file'].name}: {report.problem_count} problems, nothing was saved.")
