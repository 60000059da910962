"""Where the demo plays: the company, its teams and people, money's rates; and the dice."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from foundation import clock
from teams.models import Company, CostRate, ExchangeRate, Rhythm, Role, Subscription, Team, User

ZONE = "Asia/Shanghai"
MONTHS = 26
"""How far back the ledger reaches: two windows of twelve months and a little more."""

TEAMS = {
    "华东大区 East": ["上海组 Shanghai", "苏杭组 Suzhou-Hangzhou"],
    "华南大区 South": ["深圳组 Shenzhen", "国际组 International"],
}
SIGN_INS = {
    "rep": ("陈晓彤 Tina Chen", Role.REP, "上海组 Shanghai"),
    "manager": ("周文博 Wilson Zhou", Role.MANAGER, "华东大区 East"),
    "director": ("沈国栋 Grace Shen", Role.DIRECTOR, "总部 HQ"),
    "admin": ("系统管理员 Admin", Role.ADMIN, "总部 HQ"),
}
COLLEAGUES = {
    "lin.hao": ("林浩", Role.REP, "上海组 Shanghai"),
    "xu.jing": ("徐静", Role.REP, "上海组 Shanghai"),
    "wu.lei": ("吴磊", Role.REP, "苏杭组 Suzhou-Hangzhou"),
    "zhao.min": ("赵敏", Role.REP, "苏杭组 Suzhou-Hangzhou"),
    "gao.yang": ("高洋", Role.REP, "苏杭组 Suzhou-Hangzhou"),
    "huang.li": ("黄丽", Role.MANAGER, "华南大区 South"),
    "he.tao": ("何涛", Role.REP, "深圳组 Shenzhen"),
    "liang.jie": ("梁杰", Role.REP, "深圳组 Shenzhen"),
    "emma.novak": ("Emma Novak", Role.REP, "国际组 International"),
    "li.wei": ("李薇 Vivian Li", Role.REP, "国际组 International"),
    "erp": ("ERP", Role.INTEGRATION, "总部 HQ"),
}
RATES = {"USD": Decimal("7.12"), "EUR": Decimal("7.81")}
HOURLY = {"": 260, "director": 620, "manager": 420}


@dataclass
class Scene:
    """What every part of the demo shares."""

    seed: int
    today: dt.date
    now: dt.datetime
    people: dict[str, User] = field(default_factory=dict)
    rates: dict[tuple[str, dt.date], Decimal] = field(default_factory=dict)

    def dice(self, part: str) -> random.Random:
        """Chance of its own for each part, so that a change in one leaves the others as they were."""
        return random.Random(f"{self.seed} {part}")  # noqa: S311  (chance that repeats is the point)

    @property
    def reps(self) -> list[User]:
        return [person for person in self.people.values() if person.role == Role.REP]

    def moment(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zoneinfo.ZoneInfo(ZONE))

    def days_ago(self, days: float) -> dt.date:
        return self.today - dt.timedelta(days=round(days))

    def rate(self, currency: str, day: dt.date) -> Decimal:
        """The rate of the month that `day` lies in; 1 for the base currency."""
        return self.rates.get((currency, clock.month_start(day)), Decimal(1))


def set_scene(seed: int, password: str) -> Scene:
    """Company, teams, people, cost and exchange rates, as rows."""
    Company.objects.update_or_create(
        pk=1,
        defaults={"name": "华东工业 Demo Industrial", "base_currency": "CNY", "timezone": ZONE, "night_hour": 2},
    )
    timezone.activate(ZONE)
    scene = Scene(seed, clock.today(), timezone.now())
    _hire(scene, _make_teams(), password)
    _set_rates(scene)
    _subscribe(scene)
    return scene


def _make_teams() -> dict[str, Team]:
    teams = {"总部 HQ": _team("总部 HQ", None)}
    for region, groups in TEAMS.items():
        teams[region] = _team(region, teams["总部 HQ"])
        teams.update({name: _team(name, teams[region]) for name in groups})
    return teams


def _team(name: str, parent: Team | None) -> Team:
    team = Team.objects.create(name=name, parent=parent, path=f"new {name}")
    team.path = f"{parent.path if parent else '/'}{team.pk}/"
    team.save(update_fields=["path"])
    return team


def _hire(scene: Scene, teams: dict[str, Team], password: str) -> None:
    secret = make_password(password)
    rows = [
        User(email=f"{key}@demo.example", name=name, role=role, team=teams[team], password=secret)
        for key, (name, role, team) in (SIGN_INS | COLLEAGUES).items()
    ]
    scene.people = {user.email.removesuffix("@demo.example"): user for user in User.objects.bulk_create(rows)}


def _subscribe(scene: Scene) -> None:
    """What those who lead are sent, once a mail server is named."""
    Subscription.objects.create(user=scene.people["manager"], report="monday", language="en")
    Subscription.objects.create(user=scene.people["director"], report="forecast", rhythm=Rhythm.MONTHLY, language="en")


def _set_rates(scene: Scene) -> None:
    dice, first = scene.dice("rates"), clock.add_months(clock.month_start(scene.today), -MONTHS - 1)
    for currency, level in RATES.items():
        value = level
        for month in range(MONTHS + 2):
            value = (value * Decimal(str(round(dice.uniform(0.988, 1.012), 4)))).quantize(Decimal("0.0001"))
            scene.rates[currency, clock.add_months(first, month)] = value
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, date=day, rate=rate) for (currency, day), rate in scene.rates.items()
    )
    CostRate.objects.bulk_create(
        CostRate(user=scene.people[who] if who else None, valid_from=first, hourly=hourly)
        for who, hourly in HOURLY.items()
    )
