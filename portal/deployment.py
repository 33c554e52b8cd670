"""What `manage.py check --deploy` holds of this site's own settings."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.http.request import validate_host

from . import static_files


@register(Tags.security, deploy=True)
def check_site_url(app_configs, **kwargs):
    """Returns an Error unless SITE_URL is the address of one of the ALLOWED_HOSTS."""
    seen = urlsplit(settings.SITE_URL)
    is_root = seen.scheme in ("http", "https") and not (seen.path or seen.query or seen.fragment)
    if is_root and validate_host(seen.hostname or "", settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL!r}, which is not the address of an allowed host.",
            hint="Give where the public finds the site, such as https://careers.example.org, "
            "with no path after the host; the host is one of ALLOWED_HOSTS.",
            id="portal.E003",
        )
    ]


@register(Tags.security, deploy=True)
def check_proxies(app_configs, **kwargs):
    """Returns an Error if the site redirects to HTTPS, and nobody can tell it what is HTTPS."""
    if not settings.SECURE_SSL_REDIRECT or settings.TRUSTED_PROXIES:
        return []
    return [
        Error(
            "SECURE_SSL_REDIRECT is on and TRUSTED_PROXIES is 0, so every page redirects for ever.",
            hint="Say how many proxies stand before the site (TRUSTED_PROXIES=1 for one); they "
            "must set X-Forwarded-Proto and X-Forwarded-For (docs/operations.md).",
            id="portal.E004",
        )
    ]


@register(Tags.security, deploy=True)
def check_mail(app_configs, **kwargs):
    """Returns a Warning while mails reach nobody: they are printed, or written to files."""
    if not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "filebased.EmailBackend")):
        return []
    return [
        Warning(
            "EMAIL_URL names no mail server, so neither alerts nor error reports reach anybody.",
            hint="Give one, such as smtp+tls://user:password@mail.example.org:587, and "
            "DEFAULT_FROM_EMAIL.",
            id="portal.W001",
        )
    ]


@register(Tags.staticfiles, deploy=True)
def check_static_files(app_configs, **kwargs):
    """Returns an Error if static files of this version are not collected."""
    if settings.DEBUG or not (missing := static_files.what_is_missing()):
        return []
    return [Error(missing, id="portal.E005")]
