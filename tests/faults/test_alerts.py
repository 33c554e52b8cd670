"""A thousand e-mail alerts, whose sending is killed at twenty moments; and floods of sign-ups."""

import os
import subprocess
import sys
from collections import Counter
from email import message_from_bytes, policy
from random import Random
from threading import Event
from time import sleep

import psycopg
import pytest
from django.db import connection

from alerts import limits
from alerts.models import Alert
from tests.alerts.mail_server import MailServer
from tests.faults.site import ROOT, Site

pytestmark = pytest.mark.faults

ALERTS, KILLS, JOBS, SIGN_UPS = 1_000, 20, 2, 10_000
# Makes the alerts, and the listings that none of their owners knows of.
FILL = f"""
from datetime import timedelta
from django.utils import timezone
from alerts.models import Alert
from tests.factories import make_listing
now = timezone.now()
for number in range({JOBS}):
    make_listing(f"Tide Analyst {{number}}", first_seen_at=now - timedelta(hours=2))
Alert.objects.bulk_create(
    Alert(address=f"reader{{n}}@example.org", confirmed_at=now, due_at=now) for n in range({ALERTS})
)
"""
# Prints which addresses have a mail in doubt, then the next day begins.
IN_DOUBT = """
from datetime import timedelta
from django.utils import timezone
from alerts.models import Alert, Mail
later = timezone.now() + timedelta(minutes=11)
print(*Mail.objects.in_doubt(later).values_list("alert__address", flat=True))
"""
NEXT_DAY = """
from django.utils import timezone
from alerts.models import Alert
Alert.objects.update(due_at=timezone.now())
"""


class CountingServer(MailServer):
    """Tells when it has been sent so many mails; the last one may be killed before its answer."""

    def __init__(self):
        super().__init__()
        self.wanted, self.is_reached, self.may_answer = 0, Event(), Event()

    def wait_for(self, mails, may_answer):
        self.wanted = len(self.mails) + mails
        self.is_reached.clear()
        self.may_answer.set() if may_answer else self.may_answer.clear()
        assert self.is_reached.wait(60)

    def take(self, mail):
        super().take(mail)
        if len(self.mails) == self.wanted:
            self.is_reached.set()
            self.may_answer.wait(60)


@pytest.fixture
def site(tmp_path):
    """A site of its own, on the database that DATABASE_URL is of."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return Site(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}")
    name = f"alerts_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{name}"')
    return Site(tmp_path, address.replace("/postgres?", f"/{name}?"))


def test_no_mail_goes_out_twice_when_sending_is_killed(site, capsys):
    random = Random("kills")
    with CountingServer() as server:
        site.environment |= {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "ALERT_MAILS_AN_HOUR": "5000",
        }
        site.manage("migrate", "--verbosity=0")
        site.manage("shell", "-c", FILL)
        for number in range(KILLS):
            run = subprocess.Popen(
                [sys.executable, "manage.py", "send_alerts"], cwd=ROOT, env=site.environment
            )
            # Half are killed while the server has the mail and has not said so.
            server.wait_for(random.randint(5, 40), may_answer=number % 2 == 0)
            sleep(random.random() * 0.02)
            run.kill()
            run.wait()
            server.may_answer.set()
        site.manage("send_alerts")

        in_doubt = site.manage("shell", "-v0", "-c", IN_DOUBT).split()
        first = received(server)
        site.manage("shell", "-c", NEXT_DAY)
        site.manage("send_alerts")
        second = received(server) - first
        server.shutdown()

    twice = [address for address, mails in first.items() if mails > 1]
    missed = {f"reader{n}@example.org" for n in range(ALERTS)} - set(first) - set(in_doubt)
    with capsys.disabled():
        print(
            f"\n  {KILLS} kills, {ALERTS} alerts: {len(twice)} sent twice, {len(missed)} missed, "
            f"{len(in_doubt)} in doubt, of which {len(set(in_doubt) & set(first))} had arrived"
        )
    assert twice == []
    assert missed == set()
    assert len(in_doubt) <= KILLS
    assert second == Counter(in_doubt), "the next mail has the jobs of those in doubt, and no other"
    for mail in server.mails[-len(in_doubt) :]:
        text = message_from_bytes(mail, policy=policy.default).get_body(["plain"]).get_content()
        assert text.count("* Tide Analyst") == JOBS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "peer", "most"),
    [
        ("ann@example.org", "10.0.{}.{}", limits.SIGN_UPS_OF_AN_ADDRESS),
        ("ann{}.{}@example.org", "10.0.0.1", limits.SIGN_UPS_OF_A_PEER),
        ("ann{}.{}@example.org", "10.0.{}.{}", limits.SIGN_UPS_OF_ALL),
    ],
    ids=["of one address", "from one peer", "of all"],
)
def test_of_ten_thousand_sign_ups_few_send_a_mail(address, peer, most, client, mailoutbox, capsys):
    if connection.vendor != "sqlite":
        pytest.skip("Once is enough: on SQLite.")
    statuses = Counter()
    for number in range(SIGN_UPS):
        of = divmod(number, 250)
        sent = {"address": address.format(*of), "rhythm": "daily"}
        response = client.post("/alerts/new/", sent, REMOTE_ADDR=peer.format(*of))
        statuses[response.status_code] += 1
    with capsys.disabled():
        print(f"\n  {SIGN_UPS} sign-ups: {len(mailoutbox)} mails, {dict(statuses)}")
    assert len(mailoutbox) == Alert.objects.count() == most
    assert set(statuses) == {200, 429}


def received(server):
    """{address: how many mails it has got}."""
    return Counter(message_from_bytes(mail)["To"] for mail in server.mails)
