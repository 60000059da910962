"""The customer's file as files: contracts, expectations, needs."""

from __future__ import annotations

from django.db.models import QuerySet

from dossier.filters import ContractFilter, ExpectationFilter, NeedFilter
from dossier.models import Contract, Expectation, Need
from dossier.queries import with_lead

from .exports import Export


class ContractExport(Export):
    filterset_class = ContractFilter
    name, back = "contracts", "contract_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        **{
            column: column
            for column in (
                "external_id", "title", "kind", "number", "signed_on", "starts_on", "ends_on", "notice_days",
                "decide_by", "renews", "renewal_months", "value", "currency", "rate",
            )
        },
        "owner": "owner__email",
        "notes": "notes",
        "follows": "follows__external_id",
        "terminated_on": "terminated_on",
        "end_note": "end_note",
    }  # fmt: skip

    def rows(self) -> QuerySet[Contract]:
        rows = Contract.objects.visible_to(self.request.user).filter(account__archived_at=None)
        return with_lead(rows).order_by("account__sort_key", "id")


class ExpectationExport(Export):
    filterset_class = ExpectationFilter
    name, back = "expectations", "expectation_report"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "text": "text",
        "heard_on": "heard_on",
        "heard_by": "heard_by__email",
        "contact": "contact__name",
        "met": "met",
        "ended_on": "ended_on",
    }

    def rows(self) -> QuerySet[Expectation]:
        rows = Expectation.objects.visible_to(self.request.user).filter(account__archived_at=None)
        return rows.order_by("account__sort_key", "-heard_on", "-id")


class NeedExport(Export):
    filterset_class = NeedFilter
    name, back = "needs", "account_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "part": "part",
        "text": "text",
        "seen_on": "seen_on",
        "seen_by": "seen_by__email",
    }

    def rows(self) -> QuerySet[Need]:
        rows = Need.objects.visible_to(self.request.user).filter(account__archived_at=None)
        return rows.order_by("account__sort_key", "account", "part")
