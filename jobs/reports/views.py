"""Where reports of listings are sent to."""

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from careers.feedback import FROM_ELSEWHERE, is_from_elsewhere, refusal
from careers.models import COMMENT_MAX

from ..models import Report
from .forms import ReportForm


@csrf_exempt  # a token needs a cookie, which public pages do not set; Origin is checked instead
def report(request):
    if request.method != "POST":
        return _answer(request, 405, "Reports are sent with the form on a listing's page.")
    if is_from_elsewhere(request):
        return _answer(request, 403, FROM_ELSEWHERE)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _answer(request, 400, form.problem, form)
    if problem := refusal(request, Report):
        return _answer(request, 429, problem, form)
    form.save()
    return _answer(request, 200, "", form)


def _answer(request, status, problem, form=None):
    """Returns the page that says whether a report was sent, else why not, and what it said."""
    context = {
        "problem": problem,
        "listing": form and form.cleaned_data.get("listing"),
        "kind": form["kind"].value() if form else "",
        "comment": form["comment"].value() if form else "",
        "kinds": Report.Kind.choices,
        "comment_max": COMMENT_MAX,
    }
    response = render(request, "jobs/report.html", context, status=status)
    if status == 405:
        response.headers["Allow"] = "POST"
    return response
