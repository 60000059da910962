"""The page of a person: what the room of accounts tells, and how we stand with them."""

from __future__ import annotations

from typing import Any

from accounts.models import Contact
from accounts.views.contact import ContactDetail
from pipeline.queries.referrals import brought
from relations.advice import BUYERS, STYLES
from relations.choices import BuyerType
from relations.models import Acquaintance, Assessment, Profile, Referral
from teams.models import Company
from teams.visibility import of_team_q


class ContactPage(ContactDetail):
    """With the relation, who of us knows them, whom they brought us; the assessment for the account's team alone."""

    template_name = "kam/contact.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = self.contact
        of_team = of_team_q(self.reader, "account__")
        in_team = Contact.objects.visible_to(self.reader).filter(of_team, pk=contact.pk).exists()
        rows = Assessment.objects.visible_to(self.reader).filter(contact=contact)
        assessment = rows.first() if in_team else None
        style = assessment.style if assessment else None
        buyer = assessment.buyer_type if assessment else ""
        referrals = Referral.objects.visible_to(self.reader).filter(introducer=contact)
        lines, _found = brought(referrals, 0, 1)
        return super().get_context_data(
            **kwargs,
            profile=Profile.objects.filter(contact=contact).first(),
            known_by=Acquaintance.objects.filter(contact=contact).select_related("person"),
            referrals=referrals.select_related("account"),
            brought=lines[0] if lines else None,
            currency=Company.current().base_currency,
            in_team=in_team,
            assessment=assessment,
            style=style,
            style_advice=STYLES[style] if style else None,
            buyer_advice=BUYERS[BuyerType(buyer)] if buyer else "",
        )
