"""The house rules as checks over syntax trees and templates. Each returns what breaks it, as "file:line what"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = [
    "foundation", "journal", "teams", "notices", "accounts", "relations", "care", "dossier", "pipeline", "surveys",
    "scoring", "wallet", "plans", "losses", "rights", "integrations", "kam",
]  # fmt: skip
TEMPLATES = PROJECT / "templates"

SURFACES = r"^(\w+/(views|api)(/\w+)?|kam/(account_page|contact_page|monday/\w+|my_day|rules))\.py$"
EVERYBODYS = {
    "AlertRule",
    "AttachmentRule",
    "Authority",
    "Cadence",
    "ContractReminder",
    "DevelopmentStep",
    "IcebergRule",
    "KeyPoint",
    "LossReason",
    "MarkAdvice",
    "Playbook",
    "QuestionSet",
    "ResourceMix",
    "ReviewRule",
    "ScoringRun",
    "Stage",
    "SurveyPoint",
    "StageCriterion",
    "TierPolicy",
}
RESTRICTING = {"self.visible", "Prefetch"}
CHECKED = re.compile(r"(self\.)?(account|contact|opportunity|visit|get_object\(\))(\.pk)?")

PUBLISHED = {"tier", "tier_since", "churn_risk", "scored_at"}
"""Columns of an account that scoring alone writes, and by SQL."""


class Module(NamedTuple):
    """`path` from the project's root."""

    path: str
    text: str
    tree: ast.Module


@cache
def modules() -> list[Module]:
    """Every module of the product, migrations left out."""
    paths = [path for room in ROOMS for path in sorted((PROJECT / room).rglob("*.py"))]
    return [
        module(path.relative_to(PROJECT), path.read_text("utf-8")) for path in paths if "migrations" not in path.parts
    ]


def module(path: Path, text: str) -> Module:
    return Module(path.as_posix(), text, ast.parse(text))


@cache
def templates() -> list[tuple[str, str]]:
    return [(str(path.relative_to(PROJECT)), path.read_text("utf-8")) for path in sorted(TEMPLATES.rglob("*.html"))]


def nodes(kind: type[ast.AST], *, within: str = "") -> Iterator[tuple[str, ast.AST, ast.Module]]:
    for path, _, tree in modules():
        if re.search(within, path):
            yield from ((path, node, tree) for node in ast.walk(tree) if isinstance(node, kind))


def unrestricted_reads() -> list[str]:
    """`Model.objects.…` on a surface (views, API, pages of kam) that nothing restricts to the reader.

    What restricts: visible_to in its chain (or in_hands_of, for who saw it then); self.visible(…); a `queryset`, which
    the base classes restrict; a filter on a row that was restricted before; Prefetch along such a row. Rules of the
    company (stages, policies …) are everybody's.
    """
    return [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, node, tree in nodes(ast.Attribute, within=SURFACES)
        if node.attr == "objects" and _name(node.value) not in EVERYBODYS and not _is_restricted(node, tree)
    ]


def _is_restricted(manager: ast.AST, tree: ast.Module) -> bool:
    parents, node = _parents(tree), manager
    while not isinstance(node, ast.stmt):
        parent = parents[node]
        if isinstance(parent, ast.Attribute) and parent.attr in {"visible_to", "in_hands_of", "none"}:
            return True
        if isinstance(parent, ast.Call) and (_on_a_checked_row(parent) or _name(parent.func) in RESTRICTING):
            return True
        if isinstance(parent, ast.keyword) and parent.arg == "queryset":
            return True
        node = parent
    return _is_queryset(node) or _is_restricted_later(node, parents)


def _on_a_checked_row(call: ast.Call) -> bool:
    """`.filter(account=self.account)`: as visible as the row is, and that was asked for by self.visible."""
    narrowed = isinstance(call.func, ast.Attribute) and call.func.attr in {"filter", "get"}
    return narrowed and any(CHECKED.fullmatch(_name(keyword.value)) for keyword in call.keywords)


def _is_queryset(statement: ast.AST) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(_name(target) == "queryset" for target in targets)


def _is_restricted_later(statement: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """`rows = Model.objects.…` in a function that goes on with self.visible(rows, …) or rows.visible_to(…)."""
    if not isinstance(statement, ast.Assign):
        return False
    name, rest = _name(statement.targets[0]), _name(parents[statement])
    return f"self.visible({name}" in rest or f"{name}.visible_to(" in rest


def raw_sql() -> list[str]:
    """`.execute(…)` outside foundation: SQL meets a cursor in foundation/sql.py and foundation/locks.py alone."""
    return [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for path, node, _ in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "executemany", "raw", "extra"}
        and not path.startswith("foundation/")
    ]


def published_columns_written() -> list[str]:
    """Tier and risk of an account written in Python, in any room: the night's SQL does it."""
    assigned = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, node, _ in nodes(ast.Assign)
        if any(isinstance(target, ast.Attribute) and target.attr in PUBLISHED for target in node.targets)
    ]
    updated = [
        f"{path}:{node.lineno} {ast.unparse(node.func)}(… {keyword.arg}=…)"
        for path, node, _ in nodes(ast.Call)
        if _name(node.func).endswith("Account.objects.update") or _name(node.func).endswith(".bulk_update")
        for keyword in node.keywords
        if keyword.arg in PUBLISHED
    ]
    return assigned + updated


def stages_assigned() -> list[str]:
    """`row.stage = …` outside services: a stage changes by a move, and a move is a row."""
    return [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, node, _ in nodes(ast.Assign)
        if "/services" not in path
        and any(isinstance(target, ast.Attribute) and target.attr in {"stage", "stage_id"} for target in node.targets)
    ]


def imports_in_functions() -> list[str]:
    """Imports that hide in a function, but for those that say why on their line (noqa: PLC0415 and a reason)."""
    return [
        f"{path}:{inner.lineno} {ast.unparse(inner)}"
        for path, text, tree in modules()
        for inner in _inside_functions(tree)
        if isinstance(inner, ast.Import | ast.ImportFrom) and "PLC0415" not in text.splitlines()[inner.lineno - 1]
    ]


def _inside_functions(tree: ast.Module) -> list[ast.stmt]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [inner for function in functions for inner in ast.walk(function) if isinstance(inner, ast.stmt)]


def the_machines_own_day() -> list[str]:
    """date.today(), datetime.now(), timezone.now().date(): nobody's day. clock.today() is the reader's."""
    wrong = re.compile(r"(^|\.)(date\.today|datetime\.(now|utcnow|today)|timezone\.now\(\)\.date)$")
    return [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, node, _ in nodes(ast.Call)
        if wrong.search(ast.unparse(node.func))
    ]


def rules_in_the_wrong_place() -> list[str]:
    """save() and delete() of models, create() and update() of serializers: rules live in services."""
    banned = {"models": {"save", "delete", "clean"}, "serializers": {"create", "update"}}
    return [
        f"{path}:{node.lineno} {node.name}"
        for kind, names in banned.items()
        for path, node, _ in nodes(ast.FunctionDef, within=rf"^\w+/{kind}(/\w+)?\.py$")
        if node.name in names and not path.startswith("foundation/")
    ]


def inline_code() -> list[str]:
    """Inline style, script or handler: the content security policy refuses them."""
    wrong = re.compile(r"""<script(?![^>]*\bsrc=)[^>]*>|\sstyle=["']|\son[a-z]+=["']|<style\b|javascript:""", re.I)
    return _in_templates(wrong)


def unescaped() -> list[str]:
    """`|safe`, `autoescape off`: what people typed must never reach the page as markup."""
    return _in_templates(re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b"))


def without_context_line() -> list[str]:
    """Templates whose first line does not say which context they need."""
    return [path for path, text in templates() if not re.match(r"\{# .*\b[Cc]ontext\b|\{# .*\bBlocks\b", text)]


def elsewhere_loaded() -> list[str]:
    """Scripts, styles, pictures or fonts from another host."""
    return _in_templates(re.compile(r"""(src|href|action)=["'](https?:)?//""", re.I))


def _in_templates(wrong: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number} {found[0].strip()}"
        for path, text in templates()
        for number, line in enumerate(text.splitlines(), 1)
        for found in wrong.finditer(line)
    ]


@cache
def _parents(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}


def _name(node: ast.AST) -> str:
    return ast.unparse(node)
