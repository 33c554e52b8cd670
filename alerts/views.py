"""The pages of alerts: to sign up, to confirm, to change an alert, and to end it.

Public pages set no cookie, so no form has a CSRF token. Forms of other sites are refused by the
Origin that browsers send, and links to an alert hold a key that no other site knows.
"""

from dataclasses import replace
from functools import wraps

from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from careers.feedback import is_from_elsewhere
from careers.pages.kept import kept
from careers.pages.questions import read
from jobs import engine
from jobs.board import controls
from jobs.board.filters import KEYWORD_MAX, board_form
from jobs.board.labels import Labels
from jobs.board.query import SEVERAL

from . import limits, links, subscriptions
from .delivery import InDoubt, NotSent, RefusedForGood, deliver
from .forms import NO_ADDRESS, ChangeForm, SignUpForm
from .links import CONFIRM, GONE, MANAGE, LinkProblem
from .mails import board_address, confirm_mail
from .models import Alert, Rhythm
from .searches import FILTERS, read_search, search_of, search_of_form

FROM_ELSEWHERE = "This came from a form on another site."
CANNOT_SEND = "The mail could not be sent just now. Please try again in some minutes."
TOO_MANY = (
    f"You have {subscriptions.MOST_ALERTS} alerts, which is the most that an address may have. "
    "Switch one off by the link in its mails, then open this link again."
)


@csrf_exempt
@kept(*FILTERS, several=SEVERAL)
def alert_new(request):
    """Takes an address for a search of the board; mails it a link that confirms."""
    labels = _labels()
    search = search_of(request.GET, request.left_out, labels)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    context = {
        "search": search,
        "words": search.words(labels),
        "form": form,
        "rhythms": Rhythm.choices,
        "problem": "",
        "is_sent": False,
    }
    if request.method != "POST":
        return render(request, "alerts/alert_new.html", context)
    status, context["problem"] = _sign_up(request, search, form)
    context["is_sent"] = status == 200
    return _private(render(request, "alerts/alert_new.html", context, status=status))


def _sign_up(request, search, form):
    """Signs an address up; returns a status, and why nothing was sent or "".

    The answer is the same whether or not the address has alerts, or has been mailed too often.
    """
    if is_from_elsewhere(request):
        return 403, FROM_ELSEWHERE
    if search.finds_nothing or not form.is_valid():
        return 400, ""
    if problem := limits.refusal(request.peer):
        return 429, problem
    address, rhythm = form.cleaned_data["address"], form.cleaned_data["rhythm"]
    if not limits.count(request.peer, address):
        return 200, ""
    alert = Alert.objects.create(address=address, rhythm=rhythm, search=search.text)
    try:
        deliver(confirm_mail(alert, request))
    except InDoubt:
        pass  # it may arrive
    except NotSent as error:
        alert.delete()
        return (400, NO_ADDRESS) if isinstance(error, RefusedForGood) else (503, CANNOT_SEND)
    return 200, ""


def of_link(purpose, *, by_machines=False):
    """Makes a view of an alert one of the token in its link; a bad one is answered in words.

    What is sent there must come from our own pages, unless mail programs send it, too.
    """

    def made(view):
        @csrf_exempt
        @wraps(view)
        def of_token(request, token):
            if request.method == "POST" and not by_machines and is_from_elsewhere(request):
                return _link_problem(request, FROM_ELSEWHERE, 403)
            try:
                return _private(view(request, links.alert_of(token, purpose)))
            except LinkProblem as problem:
                return _link_problem(request, str(problem), problem.status)
            except Alert.DoesNotExist:  # deleted at this moment, from another page or by a bounce
                return _link_problem(request, GONE, 410)

        return of_token

    return made


@of_link(CONFIRM)
def alert_confirm(request, alert):
    """Switches an alert on when its owner presses the button: mail scanners only follow links."""
    labels, problem, status = _labels(), "", 200
    if request.method == "POST" and not alert.is_confirmed:
        confirmed = subscriptions.confirm(alert)
        alert, problem, status = (confirmed, "", 200) if confirmed else (alert, TOO_MANY, 409)
    context = _told_of(request, alert, labels) | {"problem": problem}
    return render(request, "alerts/alert_confirm.html", context, status=status)


@of_link(MANAGE)
def alert_detail(request, alert):
    """Shows an alert to its owner, who may change or end it."""
    labels, problems = _labels(), []
    if request.method == "POST":
        alert, problems = _change(alert, request.POST, labels)
    is_saved = request.method == "POST" and not problems
    return _detail(request, alert, labels, problems, is_saved=is_saved)


@of_link(MANAGE)
def alert_search(request, alert):
    """Offers the board's filters to its owner, who may give the alert what they find.

    To look what they find, they go into the address, as on the board; to have that, they are sent.
    """
    board = engine.current()
    labels = Labels(board.directory)
    is_sent = request.method == "POST"
    asked, left_out = read(request.POST if is_sent else request.GET, FILTERS, SEVERAL)
    form = board_form(asked, labels)
    search = search_of_form(form, left_out)
    if is_sent and not search.finds_nothing:
        changed = subscriptions.change(alert, search=search.text)
        return _detail(request, changed, labels, is_saved=True)
    answer = board.answer(form.cleaned_data)
    problems = controls.problems_of(form)
    groups = controls.facet_groups(answer, search.query, labels, problems)
    context = {
        "search": search,
        "words": search.words(labels),
        "total": answer.total,
        "notices": controls.notices(left_out, problems, "", answer),
        "problems": problems,
        "keyword": controls.typed(form, search.query, "q"),
        "keyword_max": KEYWORD_MAX,
        "pay": controls.pay_control(form, search.query, labels),
        # Pages of all values lead to the board, and away from the alert.
        "groups": [replace(group, all_values="") for group in groups],
        "manage": links.path(alert, MANAGE, "alert_detail"),
    }
    status = 400 if is_sent else 200
    return render(request, "alerts/alert_search.html", context, status=status)


@of_link(MANAGE, by_machines=True)
def alert_off(request, alert):
    """Ends an alert, or all of its address; one click in a mail program does it, too (RFC 8058)."""
    context = {"is_off": request.method == "POST", "are_all": "all" in request.POST}
    if request.method == "POST":
        if context["are_all"]:
            subscriptions.erase(alert.address)
        else:
            subscriptions.switch_off(alert)
    else:
        context |= _told_of(request, alert, _labels())
    return render(request, "alerts/alert_off.html", context)


def _detail(request, alert, labels, problems=(), *, is_saved):
    context = _told_of(request, alert, labels) | {"problems": problems, "is_saved": is_saved}
    status = 400 if problems else 200
    return render(request, "alerts/alert_detail.html", context, status=status)


def _change(alert, sent, labels):
    """Changes an alert as a form says; returns (the alert, what is wrong, in sentences)."""
    form = ChangeForm(sent)
    if not form.is_valid():
        return alert, [text for texts in form.errors.values() for text in texts]
    text = form.cleaned_data["search"]
    if text is None:
        return subscriptions.change(alert, rhythm=form.cleaned_data["rhythm"]), []
    search = read_search(text, labels)
    if search.finds_nothing:
        return alert, [
            *search.problems,
            "So this search would find nothing, and the alert stays as it was.",
        ]
    changed = subscriptions.change(alert, form.cleaned_data["rhythm"], search.text)
    return changed, []


def _told_of(request, alert, labels):
    """Returns what pages show of an alert. The address is not among it: links get passed on."""
    search = read_search(alert.search, labels)
    filters = links.path(alert, MANAGE, "alert_search")
    return {
        "alert": alert,
        "search": search,
        "words": search.words(labels),
        "rhythms": Rhythm.choices,
        "board": board_address(alert, request),
        "manage": links.path(alert, MANAGE, "alert_detail"),
        "filters": filters + (alert.search and f"?{alert.search}"),
        "off": links.path(alert, MANAGE, "alert_off"),
    }


def _link_problem(request, text, status):
    context = {"problem": text}
    return _private(render(request, "alerts/link_problem.html", context, status=status))


def _private(response):
    """Keeps a page out of caches, and its address, which may hold a key, to itself.

    Requests that come from it name the site they come from, and not the page: forms need that.
    """
    add_never_cache_headers(response)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _labels():
    return Labels(engine.current().directory)
