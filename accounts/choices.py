"""The trade's own words for accounts, people and visits (domain §3–5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(models.TextChoices):
    PLATINUM = "platinum", _("Platinum")
    GOLD = "gold", _("Gold")
    IRON = "iron", _("Iron")
    LEAD = "lead", _("Lead")


class Nature(models.TextChoices):
    PRIVATE = "private", _("Private")
    STATE = "state", _("State-owned")
    FOREIGN = "foreign", _("Foreign")
    LISTED = "listed", _("Listed")
    GOVERNMENT = "government", _("Government")
    JOINT_VENTURE = "joint_venture", _("Joint venture")


class Kind(models.TextChoices):
    GIANT = "giant", _("Industry giant")
    GROWING = "growing", _("Growing")
    TOP_500 = "top_500", _("Top 500")
    WELL_KNOWN = "well_known", _("Well known")


class ValueLevel(models.TextChoices):
    """On what level value passes between us and the customer; the source numbers them 1 to 3."""

    PRODUCT = "product", pgettext_lazy("value level", "1 Product sale")
    SOLUTION = "solution", pgettext_lazy("value level", "2 Solution")
    COMPANY = "company", pgettext_lazy("value level", "3 Company to company")


class CoveredBy(models.TextChoices):
    REMOTE = "remote", pgettext_lazy("coverage", "Phone and web")
    PERSON = "person", pgettext_lazy("coverage", "One person for several accounts")
    TEAM = "team", pgettext_lazy("coverage", "A team for this account")


class CustomerStage(models.TextChoices):
    """The account's own funnel (客户漏斗); not the opportunity funnel."""

    POTENTIAL = "potential", _("Potential")
    FILTERED = "filtered", _("Filtered out")
    PROBABLE = "probable", _("Probable")
    ORDINARY = "ordinary", _("Ordinary")
    KEY = "key", _("Key")
    CLOSED = "closed", pgettext_lazy("customer funnel", "Closed")


class ContactRoleKind(models.TextChoices):
    DECISION_MAKER = "decision_maker", _("Decision-maker")
    USER = "user", _("User")
    PURCHASER = "purchaser", _("Purchaser")
    INTERFACE = "interface", _("Interface person")


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("Phone")
    WECHAT = "wechat", _("WeChat")
    VIDEO = "video", _("Video")
    EMAIL = "email", _("Email")
    SMS = "sms", _("SMS")
    LETTER = "letter", _("Letter")
    REFERRAL = "referral", _("Referral")


class VisitState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    LOGGED = "logged", _("Logged")
    CANCELLED = "cancelled", _("Cancelled")


class Outcome(models.TextChoices):
    ADVANCED = "advanced", _("Moved forward")
    STEADY = "steady", _("As before")
    SETBACK = "setback", _("Setback")
    NOT_MET = "not_met", _("Nobody met")


class Influence(models.IntegerChoices):
    """How much a person's word counts in the customer's decision."""

    LOW = 1, pgettext_lazy("influence", "Low")
    MEDIUM = 2, pgettext_lazy("influence", "Medium")
    HIGH = 3, pgettext_lazy("influence", "High")


class Stance(models.TextChoices):
    """What a person at the customer wishes for us."""

    FOR = "for", pgettext_lazy("stance", "For us")
    NEUTRAL = "neutral", pgettext_lazy("stance", "Neutral")
    AGAINST = "against", pgettext_lazy("stance", "Against us")
    UNKNOWN = "unknown", pgettext_lazy("stance", "Unknown")
