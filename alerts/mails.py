"""The mails, each as plain text and as HTML: one asks for a yes, one tells of new jobs, and one of
a search that can find nothing any more.

The first line of a plain text is the mail's subject.
"""

from dataclasses import dataclass
from email.utils import formataddr, make_msgid, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from careers.pages.addresses import site_address, site_root
from jobs.board.query import board_path
from jobs.publishing.items import Item, in_one_line, read_items

from .links import CONFIRM, MANAGE, link

# What one mail shows at most; the board has the rest.
MOST_OF_AN_EMPLOYER = 3
MOST_EMPLOYERS = 20
SUBJECT_MAX = 120


@dataclass(frozen=True)
class EmployersJobs:
    """The new jobs of one employer, of which the last few are shown."""

    name: str
    items: list[Item]
    # How many more there are, and the address of all that fit.
    more: int
    address: str


@dataclass(frozen=True)
class NewJobs:
    """What a mail tells of, by employers; whose job came in last comes first."""

    total: int
    employers: list[EmployersJobs]
    # How many employers are not shown, as there are so many.
    other_employers: int


def new_jobs(pks, query, board, labels):
    """Returns the NewJobs of listings that came in, those that are still open; two queries.

    `pks` begin with the one that came in last; `board` is the engine, `query` what they fit.
    """
    employers = board.values_of("employer", pks)
    of_employer = {}
    for pk in filter(employers.get, pks):
        of_employer.setdefault(*employers[pk], []).append(pk)
    shown = list(of_employer.items())[:MOST_EMPLOYERS]
    wanted = [(pk, ()) for _, own in shown for pk in own[:MOST_OF_AN_EMPLOYER]]
    items = {item.pk: item for item in read_items(wanted, labels.of, whole=False)}
    groups = [_of_employer(employer, own, items, query, labels) for employer, own in shown]
    return NewJobs(
        total=sum(map(len, of_employer.values())),
        employers=[group for group in groups if group.items],
        other_employers=len(of_employer) - len(shown),
    )


def _of_employer(employer, pks, items, query, labels):
    slug = labels.value("employer", employer)
    return EmployersJobs(
        name=in_one_line(labels.label("employer", slug)),
        items=[items[pk] for pk in pks[:MOST_OF_AN_EMPLOYER] if pk in items],
        more=max(len(pks) - MOST_OF_AN_EMPLOYER, 0),
        address=site_address(query.with_values("employer", slug).ordered("newest").address()),
    )


def confirm_mail(alert, request):
    """Returns the mail that asks whether an alert is wanted.

    Whoever signed up may be a stranger to the address, so nothing that was typed stands in it.
    """
    context = {"confirm": link(alert, CONFIRM, "alert_confirm", request)}
    return _mail(alert, "confirm", context, headers={}, request=request)


def jobs_mail(alert, search, jobs, labels):
    """Returns the mail of NewJobs that a Search of an alert finds."""
    context = {
        "jobs": jobs,
        "words": search.words(labels),
        "problems": search.problems,
        "board": site_address(search.query.ordered("newest").address()),
        "are_samples": any(item.is_sample for group in jobs.employers for item in group.items),
    }
    return _own_mail(alert, "jobs", context)


def void_mail(alert, search):
    """Returns the mail that says why an alert's Search can find nothing any more."""
    return _own_mail(alert, "void", {"problems": search.problems, "board": board_address(alert)})


def board_address(alert, request=None):
    """Returns the full address of the board with the search of an alert, whatever is gone of it."""
    query = alert.search and f"?{alert.search}"
    return site_address(board_path() + query, request)


def _own_mail(alert, kind, context):
    """Returns a mail of a confirmed alert, with the ways to change it and to end it (RFC 8058)."""
    off = link(alert, MANAGE, "alert_off")
    context |= {
        "manage": link(alert, MANAGE, "alert_detail"),
        "off": off,
        "rhythm": alert.get_rhythm_display().lower(),
    }
    headers = {
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _mail(alert, kind, context, headers)


def _mail(alert, kind, context, headers, request=None):
    root = site_root(request)
    context |= {"site_name": settings.SITE_NAME, "site_root": root}
    # Line breaks end lines of a text, so no value may bring its own.
    subject, _, text = render_to_string(f"alerts/mail_{kind}.txt", context).partition("\n")
    mail = EmailMultiAlternatives(
        subject=subject[:SUBJECT_MAX],
        body=text.strip() + "\n",
        from_email=formataddr((settings.SITE_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[alert.address],
        headers={
            "Message-ID": make_msgid(domain=urlsplit(root).hostname),
            "Auto-Submitted": "auto-generated",
            **headers,
        },
    )
    mail.attach_alternative(render_to_string(f"alerts/mail_{kind}.html", context), "text/html")
    return mail
