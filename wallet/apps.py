from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

SQL = Path(__file__).parent / "sql"


class WalletConfig(AppConfig):
    name = "wallet"
    verbose_name = _("Share of wallet")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.completeness import KEY, Point, ask  # noqa: PLC0415
        from accounts.merging import follows  # noqa: PLC0415
        from accounts.services import record_judge  # noqa: PLC0415
        from journal.services import react  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows("wallet.estimate.account")
        ask(
            SQL / "completeness.sql",
            Point("wallet", _("Share of wallet"), "wallet_new#id_amount", weight=2, days=365, tiers=KEY, ages=True),
            Point("rivals", _("Competitors there"), "wallet_new#id_competitor_1", tiers=KEY),
        )
        for verb in ("estimate.added", "estimate.withdrawn"):
            react(verb, record_judge)
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="wallet.ensure_defaults")
        tell_people()
        keep_history()
