from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

SQL = Path(__file__).parent / "sql"


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.completeness import KEY, Point, ask  # noqa: PLC0415
        from accounts.merging import follows  # noqa: PLC0415
        from accounts.services import record_judge  # noqa: PLC0415
        from journal.services import react  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows("surveys.survey.account")
        ask(
            SQL / "completeness.sql",
            Point("satisfaction", _("Their satisfaction"), "satisfaction", weight=2, days=180, tiers=KEY, ages=True),
        )
        for verb in ("survey.answered", "survey.dissatisfied", "survey.withdrawn"):
            react(verb, record_judge)
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="surveys.ensure_defaults")
        tell_people()
        keep_history()
