"""Every figure of the funnel leads to its rows: each link is followed, and what it shows is compared."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

LIST = "/pipeline/opportunities/"


class Doors(HTMLParser):
    """(address, figure) of every link to the list: the exact value behind a rounded sum, or the number shown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.href = self.value = self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        names = dict(attrs)
        if tag == "a":
            self.href, self.value, self.text = names.get("href") or "", "", ""
        if tag == "data" and self.href:
            self.value = names["value"]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and urlsplit(self.href).path == LIST:
            self.found.append((self.href, self.value or self.text.strip()))
        if tag == "a":
            self.href = ""


def figures(pages: list[str]) -> set[tuple[str, str]]:
    """Links whose figure is a number (names and rates lead there as well, but say no figure of the list's own)."""
    found = {door for page in pages for door in Doors(page).found}
    return {(href, figure) for href, figure in found if figure.replace(".", "").isdecimal()}


@pytest.mark.parametrize(
    ("who", "query"), [("rep", ""), ("manager", "?tier=unrated"), ("director", ""), ("rival", "?tier=unrated")]
)
def test_every_figure_of_the_funnel_leads_to_its_rows(company, sign_in, who, query):
    client = sign_in(who)
    page = client.get(f"/reports/funnel/{query}").content.decode()
    doors = figures([page])
    assert len(doors) > 30
    for href, figure in doors:
        total = client.get(href).context["total"]
        assert figure in {str(total.count), str(total.amount), str(total.weighted)}, (href, figure, total)


def test_every_figure_of_the_board_leads_to_its_rows(company, sign_in):
    client = sign_in("manager")
    for href, figure in figures([client.get("/pipeline/").content.decode()]):
        total = client.get(href).context["total"]
        assert figure in {str(total.count), str(total.amount)}, (href, figure)


def test_a_team_and_a_person_lead_to_theirs(company, sign_in):
    client = sign_in("director")
    funnel = client.get("/reports/funnel/").context["funnel"]
    for key, lines in (("in_team", funnel.teams), ("owner", funnel.owners)):
        for line in lines:
            total = client.get(f"{LIST}?{key}={line.subject.pk}&status=open").context["total"]
            assert (total.count, total.amount) == (line.figures.open.count, line.figures.open.amount)


def test_a_person_of_another_team_leads_to_what_is_seen_of_him(company, sign_in):
    """outsider sells at an account of North that is shared with South."""
    client = sign_in("manager")
    funnel = client.get(f"/reports/funnel/?team={company.south.pk}").context["funnel"]
    line = next(line for line in funnel.owners if str(line.subject) == "Outsider")
    total = client.get(f"{LIST}?owner={company.outsider.pk}").context["total"]
    assert total.count == line.figures.open.count == 1
