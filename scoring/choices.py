from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PolicyState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", pgettext_lazy("tier policy", "scheduled")
    ACTIVE = "active", pgettext_lazy("tier policy", "active")
    RETIRED = "retired", _("retired")


class EntryKind(models.TextChoices):
    """What a ledger entry is. Only a sale has revenue; what the others cost is cost to serve."""

    SALE = "sale", pgettext_lazy("ledger entry", "sale")
    REBATE = "rebate", _("rebate")
    COMPLAINT = "complaint", _("complaint")
    SERVICE = "service", _("other service")


class ProfitBy(models.TextChoices):
    """What the profit report adds up."""

    TEAM = "team", _("Team")
    OWNER = "owner", _("Owner")
    GROUP = "group", pgettext_lazy("companies that belong together", "Group")
    INDUSTRY = "industry", _("Industry")
    TIER = "tier", _("Tier")
    ACCOUNT = "account", _("Account")


class Misfit(models.TextChoices):
    """Accounts on which our effort and their profit do not fit together."""

    LOSS = "loss", _("Cost more than they bring")
    OVER = "over", _("Over-served")
    UNDER = "under", _("Under-served")


class Market(models.TextChoices):
    WHOLE = "whole", _("Whole market")
    KEY = "key", _("Key-account market")


class Band(models.TextChoices):
    """What our market share means beside the key accounts' part of our revenue (domain §2)."""

    OPPORTUNITY = "opportunity", pgettext_lazy("market share", "opportunity")
    HEALTHY = "healthy", pgettext_lazy("market share", "healthy")
    REASONABLE = "reasonable", pgettext_lazy("market share", "reasonable")
    NONE = "none", pgettext_lazy("market share", "outside the reference's bands")


class RunState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Rule(models.TextChoices):
    """Which line of the policy decided (domain §1)."""

    NO_ENTRY = "no_entry", _("No ledger entry in the window")
    LOSS = "loss", _("Profit is zero or negative")
    SLIM_MARGIN = "slim_margin", _("Margin below the slim margin")
    TOO_NEW = "too_new", _("First order too short ago")
    TOP_PROFIT = "top_profit", _("Among the accounts that bring the first part of the profit")
    LOYAL_PROFIT = "loyal_profit", _("Brings profit steadily and is loyal")
    NOT_LOYAL = "not_loyal", _("Would be gold, but bought in too few months")
    ORDINARY = "ordinary", _("Every other account")
    KEY_ACCOUNT = "key_account", _("Lifted one step as a key account")
    BUFFERED = "buffered", _("Past the boundary by less than the buffer: stays")
    PINNED = "pinned", _("Pinned by a manager")


class Factor(models.TextChoices):
    """What else makes an account key (domain §1), in the order of the pages; each is a mark from 0 to 4."""

    SHARE = "share", _("Share of our profit")
    GOALS = "goals", _("Effect on our goals")
    DAMAGE = "damage", _("Damage if it left")
    STABILITY = "stability", _("Stability of the relationship")
    POTENTIAL = "potential", pgettext_lazy("factor of a key account", "Potential")
    EFFORT = "effort", _("Effort we spend on it")


class Mark(models.IntegerChoices):
    """How much of a judged factor there is."""

    NONE = 0, pgettext_lazy("mark of an account", "none")
    SLIGHT = 1, pgettext_lazy("mark of an account", "slight")
    CLEAR = 2, pgettext_lazy("mark of an account", "clear")
    STRONG = 3, pgettext_lazy("mark of an account", "strong")
    DECISIVE = 4, pgettext_lazy("mark of an account", "decisive")


JUDGED = [Factor.GOALS, Factor.DAMAGE, Factor.POTENTIAL]
"""Marked by people who see the account; the night computes the others."""


class Cause(models.TextChoices):
    """Why somebody should look at an account now."""

    OVERDUE = "overdue", _("Order overdue")
    FALLING_PROFIT = "falling_profit", _("Profit is falling")
    CADENCE = "cadence", _("Visit overdue")
    NO_NEXT_STEP = "no_next_step", _("No next step")
    COMPLAINT = "complaint", _("Complaint open")
    DISSATISFIED = "dissatisfied", _("Below expectation")
    CONTRACT_ENDS = "contract_ends", _("Contract ends")
    DECIDER_LEFT = "decider_left", _("Decision-maker left")
    CHURN = "churn", _("Likely to leave")


class AlertState(models.TextChoices):
    NEW = "new", _("new")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ACTING = "acting", _("acting")
    RESOLVED = "resolved", _("resolved")
    FALSE_ALARM = "false_alarm", _("false alarm")


class Outcome(models.TextChoices):
    """What a person says became of it, on closing an alert."""

    KEPT = "kept", pgettext_lazy("outcome of an alert", "kept")
    LOST = "lost", pgettext_lazy("outcome of an alert", "lost")
    FALSE_ALARM = "false_alarm", _("false alarm")


class Verdict(models.TextChoices):
    """What became of the account by the ledger, once the horizon after the alert is over."""

    LEFT = "left", _("left")
    KEPT = "kept", _("stayed, somebody acted")
    FALSE_ALARM = "false_alarm", _("stayed by itself")


class Escalates(models.TextChoices):
    """Which alerts go to the next higher person once their day has passed."""

    UNTIL_SEEN = "until_seen", _("while nobody has acknowledged it")
    UNTIL_CLOSED = "until_closed", _("while it is not closed")
    NEVER = "never", pgettext_lazy("escalation", "never")


class RiskLevel(models.TextChoices):
    """How likely an account leaves, by the bounds of the churn rule."""

    HIGH = "high", _("High")
    WATCH = "watch", _("Watch")
    LOW = "low", _("Low")


class FitState(models.TextChoices):
    """Whether the churn model may speak, and if not, why."""

    FITTED = "fitted", pgettext_lazy("churn model", "fitted")
    NO_SIGNAL = "no_signal", _("no signal")
    TOO_FEW = "too_few", _("too few accounts")
    ONE_TIME = "one_time", _("one-time buyers only")
    TOO_SHORT = "too_short", _("ledger too short")
    STALE = "stale", _("ledger not up to date")


class FitMethod(models.TextChoices):
    """What the risk comes from."""

    COMBINED = "combined", _("Purchase model, set right by our own past")
    PLAIN = "plain", _("Purchase model alone")
    NONE = "none", _("Rules alone")


class FitPurpose(models.TextChoices):
    NIGHT = "night", _("nightly")
    BACKTEST = "backtest", _("back-test")
