"""The trade's own words for what a customer's file holds (domain §3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContractKind(models.TextChoices):
    FRAME = "frame", _("Frame agreement")
    PRICE = "price", _("Price agreement")
    SUPPLY = "supply", _("Supply contract")
    SERVICE = "service", _("Service contract")
    SECRECY = "secrecy", _("Non-disclosure agreement")
    OTHER = "other", pgettext_lazy("kind of contract", "Other")


class ContractState(models.TextChoices):
    """Derived from its days; never stored."""

    DRAFT = "draft", pgettext_lazy("a contract", "draft")
    RUNNING = "running", pgettext_lazy("a contract", "running")
    ENDING = "ending", pgettext_lazy("a contract", "ending")
    ENDED = "ended", pgettext_lazy("a contract", "ended")
    TERMINATED = "terminated", pgettext_lazy("a contract", "terminated")


class PaperKind(models.TextChoices):
    """What a file is by its content; the value is also the ending that it is stored under."""

    PDF = "pdf", "PDF"
    PNG = "png", _("Picture")
    JPEG = "jpg", _("Picture")
    WEBP = "webp", _("Picture")
    TEXT = "txt", _("Plain text")
    CSV = "csv", "CSV"
    WORD = "docx", "Word"
    EXCEL = "xlsx", "Excel"
    SLIDES = "pptx", "PowerPoint"

    @property
    def is_picture(self) -> bool:
        return self in {PaperKind.PNG, PaperKind.JPEG, PaperKind.WEBP}

    @property
    def is_shown(self) -> bool:
        """Whether a browser may open it; everything else is saved as a file."""
        return self == PaperKind.PDF or self.is_picture

    @property
    def mime(self) -> str:
        return _MIME[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """What its name may end with."""
        return ("jpg", "jpeg") if self == PaperKind.JPEG else (self.value,)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIME = {
    PaperKind.PDF: "application/pdf",
    PaperKind.PNG: "image/png",
    PaperKind.JPEG: "image/jpeg",
    PaperKind.WEBP: "image/webp",
    PaperKind.TEXT: "text/plain",
    PaperKind.CSV: "text/csv",
    PaperKind.WORD: f"{_OFFICE}.wordprocessingml.document",
    PaperKind.EXCEL: f"{_OFFICE}.spreadsheetml.sheet",
    PaperKind.SLIDES: f"{_OFFICE}.presentationml.presentation",
}


class Met(models.TextChoices):
    """Whether we do what a customer expects."""

    YES = "yes", pgettext_lazy("an expectation", "met")
    PARTLY = "partly", pgettext_lazy("an expectation", "partly met")
    NO = "no", pgettext_lazy("an expectation", "not met")
    UNKNOWN = "unknown", pgettext_lazy("an expectation", "not known yet")


class NeedPart(models.TextChoices):
    """What to know of how a customer buys, in the order of the page."""

    PURPOSE = "purpose", _("What they buy it for")
    POINTS = "points", _("What they need most")
    BUYING = "buying", _("How they buy")
    DECISION = "decision", _("Who decides, in which steps")
    FOCUS = "focus", _("What we put first")

    @property
    def question(self) -> str:
        return str(_QUESTIONS[self])


_QUESTIONS = {
    NeedPart.PURPOSE: _("For which product, line or project, and what does it have to do for them?"),
    NeedPart.POINTS: _(
        "Price, delivery, quality, service, safety of supply: what counts, and what would make them go?"
    ),
    NeedPart.BUYING: _("Tender, frame, by order? How often, how much at a time, who else is asked?"),
    NeedPart.DECISION: _(
        "Who asks for it, who tries it, who signs; how long does it take, from when on is the budget set?"
    ),
    NeedPart.FOCUS: _("With what do we win here: solution, relation, brand, terms?"),
}
