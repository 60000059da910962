"""Quotas and adjustments are written by the name that they are read by."""

from __future__ import annotations

import pytest

QUOTA = {"kind": "quarter", "base": "1000", "currency": "CNY"}
ADJUSTMENT = {"kind": "year", "measure": "commit", "amount": "-5", "reason": "They wait"}


@pytest.mark.parametrize(("path", "body"), [("quotas", QUOTA), ("forecast-adjustments", ADJUSTMENT)])
class TestPeriod:
    def post(self, api, cast, path, body, **days):
        return api("manager").post(f"/api/v1/{path}/", {"person": cast.rep.pk, **body, **days}, format="json")

    def test_by_its_first_day_or_any_other_of_it(self, api, cast, path, body):
        made = self.post(api, cast, path, body, starts_on="2031-01-01").json()
        assert made["starts_on"] == "2031-01-01"
        later = self.post(api, cast, path, body, starts_on="2032-02-29").json()
        assert later["starts_on"] == "2032-01-01"

    def test_its_former_name_is_taken_still(self, api, cast, path, body):
        assert self.post(api, cast, path, body, day="2031-01-15").json()["starts_on"] == "2031-01-01"

    @pytest.mark.parametrize(
        ("days", "named"),
        [
            ({}, "starts_on"),
            ({"starts_on": "2031-01-01", "day": "2031-01-01"}, "day"),
            ({"starts_on": "2031-02-30"}, "starts_on"),
            ({"starts_on": "1900-01-01"}, "starts_on"),
            ({"day": "soon"}, "starts_on"),
        ],
    )
    def test_what_is_no_day_of_it_is_named(self, api, cast, path, body, days, named):
        refused = self.post(api, cast, path, body, **days)
        assert (refused.status_code, list(refused.json()["errors"])) == (400, [named])

    def test_so_is_a_period_that_is_taken_or_over(self, api, cast, path, body):
        if path == "quotas":
            self.post(api, cast, path, body, starts_on="2031-01-01")
        day = "2031-01-01" if path == "quotas" else "2020-01-01"
        refused = self.post(api, cast, path, body, starts_on=day)
        assert (refused.status_code, list(refused.json()["errors"])) == (400, ["starts_on"])
