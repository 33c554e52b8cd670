"""What is wrong with a request, as programs read it: application/problem+json (RFC 9457)."""

from http import HTTPStatus

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"
# What an answer says that no view of the API has made.
DETAILS = {
    404: "There is nothing at this address. All addresses are in /api/v1/openapi.json.",
    503: "The database does not answer. Try again in some seconds.",
}


class Problem(Exception):
    """Why a request is not answered, with a sentence that says what to do."""

    def __init__(self, status, detail, **more):
        """Takes the status of the answer, and members beside those that all problems have."""
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


def problem_response(status, detail="", **more):
    """Returns the answer to a request that cannot be answered otherwise."""
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status}
    told["detail"] = detail or DETAILS.get(status, f"{title}.")
    return JsonResponse({**told, **more}, status=status, content_type=MEDIA_TYPE)
