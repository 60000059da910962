from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned

_read_once: ContextVar[list[Company] | None] = ContextVar("company", default=None)

currency_code = RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, for example CNY."))


class Company(Versioned):
    """The one company that this installation serves (a single row)."""

    name = models.CharField(_("name"), max_length=120)
    base_currency = models.CharField(_("base currency"), max_length=3, default="CNY", validators=[currency_code])
    timezone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")
    night_hour = models.PositiveSmallIntegerField(
        _("hour of the nightly run"), default=2, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Company:
        """The company row; made with the defaults on first use."""
        kept = _read_once.get()
        if kept:
            return kept[0]
        company = cls.objects.get_or_create(pk=1, defaults={"name": "KAM"})[0]
        if kept is not None:
            kept.append(company)
        return company


@contextmanager
def company_read_once() -> Iterator[None]:
    """Within the block the company row is read at most once: a page asks for zone and currency in many places."""
    token = _read_once.set([])
    try:
        yield
    finally:
        _read_once.reset(token)
