"""Django's administration: a look behind the pages, for administrators, through our own doors."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from journal.models import Job, JobState
from teams.models import User
from tests.cast import Cast
from tests.permissions.world import World


def addresses() -> list[str]:
    return [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]


def test_only_administrators_come_in(cast: Cast, sign_in) -> None:
    assert sign_in("admin").get("/admin/").status_code == 200
    for name in ("rep", "manager", "director", "integration"):
        response = sign_in(name).get("/admin/", follow=True)
        assert response.status_code == 403 or response.redirect_chain[-1][0].startswith("/sign-in/"), name


def test_strangers_are_sent_to_the_one_sign_in(db: None, client: Client) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/sign-in/?next=/admin/")
    assert client.post("/admin/login/", {"username": "a", "password": "b"})["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", addresses())
def test_every_list_and_row_opens_and_offers_no_change(cast: Cast, sign_in, address: str) -> None:
    world, client = World(cast), sign_in("admin")
    for name in ("visit", "opportunity", "ledger_entry", "alert", "pin", "exchange_rate", "cost_rate", "saved_view"):
        getattr(world, name)
    page = client.get(address)
    assert page.status_code == 200
    assert f"{address}add/" not in page.content.decode()
    assert client.get(f"{address}add/").status_code == 403
    model = next(model for model in admin.site._registry if f"/{model._meta.model_name}/" in address)
    if row := model._default_manager.first():
        assert client.get(f"{address}{row.pk}/change/").status_code == 200
        assert client.post(f"{address}{row.pk}/change/", {"name": "X"}).status_code == 403


def test_no_password_hash_is_shown(cast: Cast, sign_in) -> None:
    page = sign_in("admin").get(f"/admin/teams/user/{cast.rep.pk}/change/").content.decode()
    assert cast.rep.password not in page
    assert "md5$" not in page


def test_a_failed_job_can_be_run_again(cast: Cast, sign_in) -> None:
    job = Job.objects.create(task="journal.sweep", state=JobState.FAILED, starts=5, error="no")
    done = Job.objects.create(task="journal.sweep", state=JobState.DONE)
    action = {"action": "again", "_selected_action": [job.pk, done.pk]}
    assert sign_in("admin").post("/admin/journal/job/", action).status_code == 302
    job.refresh_from_db()
    done.refresh_from_db()
    assert (job.state, job.starts, job.error) == (JobState.QUEUED, 0, "")
    assert done.state == JobState.DONE


def test_nothing_is_deleted_here(cast: Cast, sign_in) -> None:
    client = sign_in("admin")
    client.post("/admin/teams/user/", {"action": "delete_selected", "_selected_action": [cast.rep.pk], "post": "yes"})
    assert client.post(f"/admin/teams/user/{cast.rep.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=cast.rep.pk).exists()
