"""Headers that every response carries."""

from django.conf import settings


class SecurityHeadersMiddleware:
    """Adds the Content-Security-Policy and the Permissions-Policy of the settings."""

    def __init__(self, get_response):
        self.get_response = get_response
        policy = "; ".join(f"{name} {' '.join(to)}" for name, to in settings.SECURE_CSP.items())
        self.headers = {
            "Content-Security-Policy": policy,
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
        }

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 500:
            return response  # Django's own debug page styles itself inline.
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
