from .company import company_update
from .digests import digest_send, digest_wish_set, ensure_digests
from .mailing import forget_mails
from .people import (
    password_set,
    person_create,
    person_deactivate,
    person_reactivate,
    person_update,
    sign_in_link,
)
from .preferences import preferences_set
from .rates import cost_rate_remove, cost_rate_set, rate_remove, rate_set
from .subscriptions import (
    ensure_subscriptions,
    stop_path,
    subscription_add,
    subscription_change,
    subscription_of,
    subscription_send,
    subscription_stop,
)
from .tree import team_create, team_update

__all__ = [
    "company_update",
    "cost_rate_remove",
    "cost_rate_set",
    "digest_send",
    "digest_wish_set",
    "ensure_digests",
    "ensure_subscriptions",
    "forget_mails",
    "password_set",
    "person_create",
    "person_deactivate",
    "person_reactivate",
    "person_update",
    "preferences_set",
    "rate_remove",
    "rate_set",
    "sign_in_link",
    "stop_path",
    "subscription_add",
    "subscription_change",
    "subscription_of",
    "subscription_send",
    "subscription_stop",
    "team_create",
    "team_update",
]
