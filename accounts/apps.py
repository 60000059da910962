from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from journal.services import subscribe  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .merging import check_declared, follows, stays  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .points import ask_for_accounts  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows("accounts.contact.account", "accounts.visit.account")
        follows("accounts.owncadence.account")
        follows("accounts.contactrole.account", name=_("roles of people"))
        follows("accounts.account.parent", name=_("companies below it"))
        follows("accounts.account.merged_into", name=_("accounts merged before"))
        follows("journal.event.account_id", name=_("entries of the history"))
        follows("notices.notice.account_id")
        # The database keeps the next three; a merge remembers its accounts as they were; pairs are about both.
        stays("accounts.visitdue.account", "accounts.publishedprofit.account", "accounts.matchkey.account")
        stays("accounts.merge.survivor", "accounts.merge.merged")
        stays(*(f"accounts.{pair}.{end}" for pair in ("twoaccounts", "likepair") for end in ("first", "second")))
        stays("accounts.completeness.account")
        # Who reads the survivor's history is shown the merged account's too (kam/changes/sight.py).
        stays("journal.change.account_id")
        register(check_declared)
        ask_for_accounts()
        subscribe("completenessrule.changed", "accounts.judge_records")
        post_migrate.connect(ensure_defaults, sender=self)
        tell_people()
        keep_history()
