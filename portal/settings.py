"""Settings of the site, read from the environment (or from a `.env` file beside manage.py).

Without any variable this is a development site. portal/wsgi.py turns DEBUG off, and then
SECRET_KEY and ALLOWED_HOSTS must be given. docs/settings.md lists every variable.
"""

from pathlib import Path
from urllib.parse import quote

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"
DATA_DIR.mkdir(exist_ok=True)

env = environ.Env()
env.read_env(BASE_DIR / ".env")


def required(name, why):
    """Returns the value of a variable that production cannot do without; ImproperlyConfigured if
    empty.
    """
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why}")
    return value


def public_address(hosts):
    """Returns the address of a site with these hosts; "" where the first of them is a pattern."""
    return "" if hosts[0].startswith(("*", ".")) else f"https://{hosts[0]}"


def mail_settings(url):
    """Returns Django's settings for a mail URL; a path in it is whole, as in filemail:///srv/mail."""
    found = env.email_url_config(url)
    # Its first slash is left out there, and files would go below the working directory.
    return found | {"EMAIL_FILE_PATH": str(Path("/", found["EMAIL_FILE_PATH"]))}


DEBUG = env.bool("DEBUG", default=True)
# Fonts of other scripts for share images, such as Chinese and Japanese, by their files.
SHARE_IMAGE_FONTS = env.list("SHARE_IMAGE_FONTS", default=[])
SITE_NAME = env.str("SITE_NAME", default="Rolewise")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", default="development-only-not-a-secret")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
else:
    SECRET_KEY = required("SECRET_KEY", "Give a long random text, and the same one to each worker.")
    ALLOWED_HOSTS = required(
        "ALLOWED_HOSTS", "Give the site's host names, separated by commas."
    ).split(",")

# Where the public finds the site; whatever leaves it names this, whatever host was asked.
SITE_URL = env.str("SITE_URL", default="" if DEBUG else public_address(ALLOWED_HOSTS)).rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies stand before the site, whose forwarded headers count.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ADMIN_PATH = env.str("ADMIN_PATH", default="admin").strip("/") + "/"
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", default=not DEBUG)

INSTALLED_APPS = [
    "portal",
    "careers",
    "jobs",
    "alerts",
    "django_filters",
    "accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    # Takes the admin pages of those before it away.
    "accounts.apps.AccountsConfig",
]

MIDDLEWARE = [
    "portal.logs.RequestLogMiddleware",
    # Before all that answers by itself: redirects and errors have these headers, too.
    "portal.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.api.middleware.ApiMiddleware",
    "portal.trouble.DatabaseTroubleMiddleware",
    # What follows is not asked for a page that is kept.
    "portal.page_cache.PageCacheMiddleware",
    "portal.peers.PeerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Public pages are Jinja2, the admin is Django's own engine. Each has a root of its own, so that
# neither takes the other's files; without APP_DIRS Jinja2 leaves form widgets alone.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "site"],
        "OPTIONS": {
            "environment": "portal.jinja.environment",
            "context_processors": ["portal.context.site"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.static"],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
database = DATABASES["default"]
database["CONN_HEALTH_CHECKS"] = True
if database["ENGINE"] == "django.db.backends.sqlite3":
    database["ENGINE"] = "portal.databases.sqlite3"
    # A connection that stays keeps the files beside the database, without which nobody can read it
    # once the disk is full.
    database["CONN_MAX_AGE"] = None
    database["TEST"] = {"NAME": ":memory:"}
    # Readers never wait for the writer (WAL), and a writer waits its turn instead of failing.
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-2000; "
            "PRAGMA temp_store=MEMORY;"
        ),
    }
elif database["ENGINE"] == "django.db.backends.postgresql":
    database["ENGINE"] = "portal.databases.postgresql"
    database["CONN_MAX_AGE"] = 60
    # Milliseconds; 0: without end. portal/wsgi.py sets them for a server.
    limits = {
        "statement_timeout": env.int("STATEMENT_TIMEOUT", default=0),
        "lock_timeout": env.int("LOCK_TIMEOUT", default=0),
        "idle_in_transaction_session_timeout": env.int("IDLE_TIMEOUT", default=0),
    }
    # A host that has vanished is noticed within half a minute.
    database["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
        "options": " ".join(f"-c {name}={limit}" for name, limit in limits.items()),
        **database.get("OPTIONS", {}),
    }
# The board's index as a file, so that servers start quickly; empty: none is kept.
INDEX_SNAPSHOT = env.str("INDEX_SNAPSHOT", default=str(DATA_DIR / "board.index"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

OTP_TOTP_ISSUER = SITE_NAME

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Pages name these files by what they contain; nobody else's pages need them.
WHITENOISE_ALLOW_ALL_ORIGINS = False

SELF = "'self'"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CROSS_ORIGIN_RESOURCE_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
# Not in a cookie, as Django has it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A long working day, from signing in on.
SESSION_COOKIE_AGE = 12 * 60 * 60
if not DEBUG:
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # A supervisor asks over plain HTTP, from the same machine.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers take such a name from this host alone, and over HTTPS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# Who is mailed when a page fails, and how mail is sent.
ADMINS = [(address, address) for address in env.list("ADMINS", default=[])]
# Until a mail server is named, mail is printed, or written to files that nobody else sees.
MAIL_IN_FILES = f"filemail://{quote(str(DATA_DIR / 'mail'))}"
UNSENT_MAIL = "consolemail://" if DEBUG else MAIL_IN_FILES
vars().update(mail_settings(env.str("EMAIL_URL", default=UNSENT_MAIL)))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=CONTACT_EMAIL or "webmaster@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
# So many mails of alerts go out within an hour, at most.
ALERT_MAILS_AN_HOUR = env.int("ALERT_MAILS_AN_HOUR", default=500)

# What a client may ask of the API.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=300)

LOG_FORMAT = env.str("LOG_FORMAT", default="text")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_visitor": {"()": "portal.logs.WithoutVisitor"}},
    "formatters": {
        "text": {
            "()": "portal.logs.TextFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "portal.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["without_visitor"],
            "formatter": LOG_FORMAT,
        },
        "mail": {
            "class": "portal.logs.ErrorMailHandler",
            "level": "ERROR",
            "filters": ["without_visitor"],
            "formatter": "text",
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Django's own handlers would say more of a request.
    "loggers": {
        "django": {"handlers": ["mail"] if ADMINS else [], "propagate": True},
        # Anybody can ask for any host.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
