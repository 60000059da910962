"""The trade's own words for satisfaction and loyalty (domain §5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Asks(models.TextChoices):
    """What a point of the questionnaire is about: a dimension of satisfaction, or one of the kinds of loyalty."""

    SATISFACTION = "satisfaction", _("Satisfaction")
    COGNITIVE = "cognitive", pgettext_lazy("loyalty", "Cognitive")
    AFFECTIVE = "affective", pgettext_lazy("loyalty", "Affective")
    BEHAVIOURAL = "behavioural", pgettext_lazy("loyalty", "Behavioural")


LOYALTY = [Asks.COGNITIVE, Asks.AFFECTIVE, Asks.BEHAVIOURAL]


class Occasion(models.TextChoices):
    """Why the customer is asked now."""

    REGULAR = "regular", pgettext_lazy("occasion of a survey", "Regular")
    VISIT = "visit", pgettext_lazy("occasion of a survey", "After a visit")
    DEAL = "deal", pgettext_lazy("occasion of a survey", "After a deal")
    COMPLAINT = "complaint", pgettext_lazy("occasion of a survey", "After a complaint")


class Way(models.TextChoices):
    """Who writes the answers down."""

    REP = "rep", pgettext_lazy("who answers a survey", "in conversation")
    LINK = "link", pgettext_lazy("who answers a survey", "by the customer")


class SurveyState(models.TextChoices):
    OPEN = "open", pgettext_lazy("survey", "open")
    ANSWERED = "answered", pgettext_lazy("survey", "answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("survey", "withdrawn")


class Standing(models.TextChoices):
    """How an account stands by its latest survey."""

    BELOW = "below", _("Below expectation")
    MET = "met", _("Expectation met")
    STALE = "stale", _("Asked long ago")
    NEVER = "never", _("Never asked")
