from django.apps import AppConfig


class KamConfig(AppConfig):
    name = "kam"

    def ready(self) -> None:
        # Makes our Celery application the current one, so that every process sends tasks to our broker.
        # Reports need the models, which are not loaded yet when this module is.
        from journal.services import subscribe  # noqa: PLC0415

        from . import celery  # noqa: F401, PLC0415
        from .by_mail import offer_reports  # noqa: PLC0415

        offer_reports()
        # A file writes accounts by the thousand, and no event that would judge each record at once.
        subscribe("import.done", "accounts.judge_records")
        subscribe("import.done", "rights.judge_all")
