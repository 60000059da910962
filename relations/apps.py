from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

SQL = Path(__file__).parent / "sql"


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("Relations")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.completeness import KEY, Point, ask  # noqa: PLC0415
        from accounts.merging import follows, joins, object_to_merging  # noqa: PLC0415
        from accounts.services import record_judge  # noqa: PLC0415
        from journal.services import react  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .services.referral import one_led_to_the_other  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows("relations.wall.account", "relations.helprequest.account", "relations.referral.account")
        # The survivor's marks stand; how the merged one's stood before belongs to the same history.
        joins("relations.wallreading.wall", parent="relations.wall.account")
        object_to_merging(one_led_to_the_other)
        ask(
            SQL / "completeness.sql",
            Point("wall", _("The relationship wall"), "wall", weight=2, days=180, tiers=KEY, ages=True),
            Point("known", _("Who of us knows whom"), "people_map", tiers=KEY),
        )
        for verb in ("wall.marked", "acquaintance.set", "acquaintance.removed"):
            react(verb, record_judge)

        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="relations.ensure_defaults")
        tell_people()
        keep_history()
