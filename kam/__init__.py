"""Composition only: settings, addresses, the Celery application, how it is started and watched."""
