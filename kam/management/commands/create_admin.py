"""manage.py create_admin: the first person of a company that starts without the demo."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from foundation import env


class Command(BaseCommand):
    help = "Make an administrator and print the password, unless KAM_ADMIN_PASSWORD gives one."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--email", help="default: KAM_ADMIN_EMAIL, or admin@kam.example")

    def handle(self, *, email: str | None, **_: Any) -> None:
        email = (email or env.text("KAM_ADMIN_EMAIL", "admin@kam.example")).strip().lower()
        chosen = env.text("KAM_ADMIN_PASSWORD", "")
        password = chosen or secrets.token_urlsafe(12)
        people = get_user_model()._default_manager
        if people.filter(email=email).exists():
            raise CommandError(f"There is a person with the address {email} already.")
        user = get_user_model()(email=email, name="Administrator")
        try:
            validate_email(email)
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        people.create_superuser(email, password, name="Administrator")
        shown = "as in KAM_ADMIN_PASSWORD" if chosen else f"{password} (shown this once; change it after signing in)"
        self.stdout.write(f"Sign in as {email}, password {shown}")
