from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

SQL = Path(__file__).parent / "sql"


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Account plans")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.completeness import KEY, Point, ask  # noqa: PLC0415
        from accounts.merging import follows  # noqa: PLC0415
        from accounts.services import record_judge  # noqa: PLC0415
        from journal.services import react  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows("plans.accountplan.account")
        ask(SQL / "completeness.sql", Point("plan", _("This year's plan"), "plan_new", weight=3, tiers=KEY))
        react("plan.created", record_judge)
        react("plan.told", record_judge)
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="plans.ensure_defaults")
        tell_people()
        keep_history()
