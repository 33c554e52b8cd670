"""What all answers of the API have in common: who may read them, limits, and problems as JSON."""

from http import HTTPMethod

from django.http import HttpResponse
from django.urls import get_script_prefix

from ..peers import peer_of
from . import limits
from .problems import MEDIA_TYPE, Problem, problem_response

PATH = "api/v1/"
METHODS = (HTTPMethod.GET, HTTPMethod.HEAD)
ALLOWED = "GET, HEAD, OPTIONS"
# Pages of any other site may read what anybody may read.
FOR_ANYBODY = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class ApiMiddleware:
    """Answers what needs no view, and makes whatever goes wrong a problem in JSON."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(get_script_prefix() + PATH):
            return self.get_response(request)
        if request.method == HTTPMethod.OPTIONS:
            return HttpResponse(status=204, headers={"Allow": ALLOWED, **FOR_ANYBODY, **PREFLIGHT})
        if request.method not in METHODS:
            return _for_anybody(_only_reading())
        allowance = limits.spend(peer_of(request))
        if allowance.left < 0:
            return _for_anybody(_too_many(allowance), allowance)
        return _for_anybody(_in_json(self.get_response(request)), allowance)

    def process_exception(self, request, error):
        """Returns the answer to what a view of the API refuses."""
        if isinstance(error, Problem):
            return problem_response(error.status, error.detail, **error.more)
        return None


def _only_reading():
    response = problem_response(405, "This API is for reading: ask by GET.")
    response.headers["Allow"] = ALLOWED
    return response


def _too_many(allowance):
    response = problem_response(
        429,
        f"At most {allowance.limit} requests a minute are answered. "
        f"Ask again in {allowance.seconds} seconds.",
    )
    response.headers["Retry-After"] = str(allowance.seconds)
    return response


def _in_json(response):
    """Returns a response, or the problem that it tells in HTML."""
    if response.status_code < 400 or response.headers["Content-Type"] == MEDIA_TYPE:
        return response
    problem = problem_response(response.status_code)
    for name in ("Retry-After", "Cache-Control"):
        if name in response.headers:
            problem.headers[name] = response.headers[name]
    return problem


def _for_anybody(response, allowance=None):
    for name, value in {**FOR_ANYBODY, **(allowance.headers if allowance else {})}.items():
        response.headers[name] = value
    return response
