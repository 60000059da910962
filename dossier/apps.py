from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

_BEARING = (
    *("contract.added", "contract.updated", "contract.terminated"),
    *("expectation.heard", "expectation.updated", "expectation.ended"),
    "need.written",
)
SQL = Path(__file__).parent / "sql"


class DossierConfig(AppConfig):
    name = "dossier"
    verbose_name = _("Customer file")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.completeness import KEY, Point, ask  # noqa: PLC0415
        from accounts.merging import follows  # noqa: PLC0415
        from accounts.services import record_judge  # noqa: PLC0415
        from journal.services import react  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows(
            "dossier.contract.account",
            "dossier.attachment.account",
            "dossier.expectation.account",
            "dossier.need.account",
        )
        ask(
            SQL / "completeness.sql",
            Point("contract", _("A running contract"), "contract_new", tiers=KEY),
            Point("expectation", _("What they expect"), "expectation_new", weight=2, days=180, tiers=KEY, ages=True),
            Point("needs", _("Needs and buying"), "needs", weight=2, days=365, tiers=KEY, ages=True),
        )
        for verb in _BEARING:
            react(verb, record_judge)
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="dossier.ensure_defaults")
        tell_people()
        keep_history()
