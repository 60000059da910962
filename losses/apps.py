from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LossesConfig(AppConfig):
    name = "losses"
    verbose_name = _("Lost accounts")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.merging import follows, object_to_merging  # noqa: PLC0415
        from journal.services import subscribe  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .services.loss import one_is_lost  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows("losses.loss.account")
        object_to_merging(one_is_lost)
        for verb in ("loss.recorded", "loss.withdrawn", "loss.won_back"):
            subscribe(verb, "scoring.refresh_alerts")
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="losses.ensure_defaults")
        tell_people()
        keep_history()
