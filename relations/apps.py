from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("Relations")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.merging import follows, joins, object_to_merging  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .services.referral import one_led_to_the_other  # noqa: PLC0415

        follows("relations.wall.account", "relations.helprequest.account", "relations.referral.account")
        # The survivor's marks stand; how the merged one's stood before belongs to the same history.
        joins("relations.wallreading.wall", parent="relations.wall.account")
        object_to_merging(one_led_to_the_other)

        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="relations.ensure_defaults")
