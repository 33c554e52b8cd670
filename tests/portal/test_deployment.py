"""What `manage.py check --deploy` says of settings that would not do."""

import os
import subprocess
import sys

import pytest

from careers.pages.addresses import site_address
from portal.deployment import check_mail, check_proxies, check_site_url, check_static_files
from portal.settings import BASE_DIR, DATA_DIR, MAIL_IN_FILES, mail_settings, public_address
from portal.static_files import what_is_missing


@pytest.mark.parametrize(
    ("site_url", "is_accepted"),
    [
        ("https://careers.example.org", True),
        ("http://careers.example.org:8080", True),
        ("", False),
        ("careers.example.org", False),
        ("ftp://careers.example.org", False),
        ("https://careers.example.org/portal", False),
        ("https://elsewhere.example.org", False),
    ],
)
def test_the_site_s_address_is_that_of_an_allowed_host(settings, site_url, is_accepted):
    settings.ALLOWED_HOSTS = ["careers.example.org"]
    settings.SITE_URL = site_url
    assert [error.id for error in check_site_url(None)] == ([] if is_accepted else ["portal.E003"])


def test_without_one_it_is_that_of_the_first_host_unless_this_is_a_pattern():
    assert public_address(["careers.example.org", "www.example.org"]) == (
        "https://careers.example.org"
    )
    assert public_address([".example.org"]) == public_address(["*"]) == ""


def test_a_full_address_begins_with_the_site_s_and_elsewhere_with_the_request_s(settings, rf):
    request = rf.get("/anything/")
    assert site_address("/jobs/", request) == "http://testserver/jobs/"
    assert site_address("/jobs/") == "http://127.0.0.1:8000/jobs/"
    settings.SITE_URL = "https://careers.example.org"
    assert site_address("/jobs/", request) == site_address("/jobs/")
    assert site_address("/jobs/") == "https://careers.example.org/jobs/"


@pytest.mark.parametrize(
    ("redirects", "proxies", "found"),
    [(True, 0, ["portal.E004"]), (True, 1, []), (False, 0, [])],
)
def test_a_redirect_to_https_needs_a_proxy_that_says_what_is_https(
    settings, redirects, proxies, found
):
    settings.SECURE_SSL_REDIRECT, settings.TRUSTED_PROXIES = redirects, proxies
    assert [error.id for error in check_proxies(None)] == found


@pytest.mark.parametrize(
    ("backend", "found"),
    [("smtp", []), ("filebased", ["portal.W001"]), ("console", ["portal.W001"])],
)
def test_that_mail_reaches_nobody_is_said(settings, backend, found):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert [warning.id for warning in check_mail(None)] == found


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("filemail:///srv/rolewise/var/mail", "/srv/rolewise/var/mail"),
        ("filemail:////srv/mail", "/srv/mail"),
        (MAIL_IN_FILES, str(DATA_DIR / "mail")),
        ("filemail:///srv/role%2Bwise/mail", "/srv/role+wise/mail"),
    ],
)
def test_mail_is_written_to_the_folder_that_its_url_names(url, folder):
    assert mail_settings(url)["EMAIL_FILE_PATH"] == folder


def test_static_files_that_are_not_collected_are_named_in_a_sentence(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    sentence = what_is_missing()
    assert sentence.endswith(
        f"are not in {tmp_path}: run manage.py collectstatic --no-input first."
    )
    (error,) = check_static_files(None)
    assert (error.id, error.msg) == ("portal.E005", sentence)


def test_production_settings_pass_django_s_own_checks_without_a_warning():
    environment = {
        "PATH": os.environ["PATH"],
        "DEBUG": "False",
        "SECRET_KEY": "a-long-random-text-of-more-than-fifty-characters-0123456789",
        "ALLOWED_HOSTS": "careers.example.org",
        "TRUSTED_PROXIES": "1",
        "EMAIL_URL": "smtp://mail.example.org",
    }
    check = [sys.executable, "-W", "error", "manage.py", "check", "--deploy"]
    said = subprocess.run(
        [*check, "--fail-level=WARNING", "--tag=security"],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (said.returncode, said.stderr) == (0, "")
