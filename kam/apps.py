from django.apps import AppConfig


class KamConfig(AppConfig):
    name = "kam"

    def ready(self) -> None:
        # Makes our Celery application the current one, so that every process sends tasks to our broker.
        from . import celery  # noqa: F401, PLC0415
