"""Settings: one file, read from the environment, failing loudly.

With nothing set the product runs for development: its own PostgreSQL under var/, mail written to var/mail,
files under var/files. FLOWMONO_PRODUCTION=1 demands that everything that matters is named.
"""

import secrets
import sys
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

PRODUCTION = env.bool("FLOWMONO_PRODUCTION", False)
VAR_DIR = Path(env.str("FLOWMONO_VAR", "") or BASE_DIR / "var")  # set to nothing is not set: never the checkout itself
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The configured key; in development one that is made once and kept under var/."""
    configured = env.str("FLOWMONO_SECRET_KEY", "")
    if configured:
        return configured
    if PRODUCTION:
        raise ImproperlyConfigured(
            "Set FLOWMONO_SECRET_KEY to a long random text: sessions and links are signed with it."
        )
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(64))
        kept.chmod(0o600)
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("FLOWMONO_DEBUG", False)
SITE_URL = env.str("FLOWMONO_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("FLOWMONO_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if not PRODUCTION else [])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set FLOWMONO_HOSTS to the host names people use, separated by commas.")
CSRF_TRUSTED_ORIGINS = env.list("FLOWMONO_ORIGINS", default=[])

INSTALLED_APPS = [
    "flowmono.common",
    "flowmono.accounts",
    "flowmono.governing.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_fsm",
    "django_htmx",
    "django_q",
    "drf_spectacular",
    "rest_framework",
    "rest_framework.authtoken",
    "simple_history",
    "flowmono.listing",
    "flowmono.ledger",
    "flowmono.outbox",
    "flowmono.notices",
    "flowmono.webhooks",
    "flowmono.governing.apps.GoverningConfig",
    "flowmono.approvals",
    "flowmono.monitoring",
    "flowmono.intelligence",
    "flowmono.insights",
    "documents",
    "signing",
    "vendors",
    "contracts",
    "procurement",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "flowmono.common.middleware.Slashes",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "flowmono.common.middleware.TheMoment",
    "flowmono.common.middleware.WhoActs",
    "flowmono.common.middleware.RefusalPages",
    "flowmono.common.signing_in_again.SignInAgain",
    "vendors.portal.ContactsStayInThePortal",
    "flowmono.common.once.SentOnce",
    "flowmono.common.idempotency.IdempotencyKeys",
]

ROOT_URLCONF = "flowmono.urls"
WORKFLOWS_MODULE = "flowmono.workflows"
SCHEDULES_MODULE = "flowmono.schedules"
WSGI_APPLICATION = "flowmono.wsgi.application"
ASGI_APPLICATION = "flowmono.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "flowmono.common.navigation.navigation",
                "demo.preparing.preparation",
            ],
        },
    },
]

# --- the database: PostgreSQL, always -----------------------------------------------------------------------------
# Two roles: the product runs as one that may not alter the ledger; migrations run as the owner of the tables.
if "DATABASE_URL" in env:
    _application = {**env.db_url("DATABASE_URL"), "EMBEDDED": None}
    _owner = {**env.db_url("DATABASE_OWNER_URL", default=env.str("DATABASE_URL")), "EMBEDDED": None}
elif PRODUCTION:
    raise ImproperlyConfigured("Set DATABASE_URL (and DATABASE_OWNER_URL for migrations) to your PostgreSQL server.")
else:
    _embedded = {
        "EMBEDDED": env.str("FLOWMONO_POSTGRES", str(VAR_DIR / "postgres")),
        "NAME": env.str("FLOWMONO_DATABASE", "flowmono"),
        "HOST": "",
    }
    _application = {**_embedded, "USER": "flowmono"}
    _owner = {**_embedded, "USER": "flowmono_owner"}

# The server keeps the plans of statements that come again. Behind a pooler that hands out connections by transaction
# (such as pgbouncer in that mode) they must stay off.
_plans = {"server_side_binding": True, "prepare_threshold": 3} if env.bool("FLOWMONO_KEPT_PLANS", True) else {}
_server = {
    "ENGINE": "flowmono.common.backends.postgresql",
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": _plans,
}
DATABASES = {
    "default": {**_application, **_server, "ATOMIC_REQUESTS": False},
    "owner": {**_owner, **_server, "CONN_MAX_AGE": 0},
}
APPLICATION_ROLE = _application["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["flowmono.accounts.backends.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "flowmono.accounts.adapters.ClosedSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# An administrator entered the address; nobody need prove it before they can have a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Flowmono"
MFA_TOTP_TOLERANCE = 1  # the clock of a telephone may be half a minute off, as RFC 6238 advises
MFA_ADAPTER = "flowmono.accounts.adapters.SecondFactor"
ACCOUNT_FORMS = {
    "change_password": "flowmono.accounts.forms.AnotherPassword",
    "reset_password_from_key": "flowmono.accounts.forms.PasswordByLink",
}
MFA_FORMS = {"activate_totp": "flowmono.accounts.forms.SetUpApp"}
CSRF_FAILURE_VIEW = "flowmono.common.errors.stale_form"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_COOKIES = env.bool("FLOWMONO_HTTPS", PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
# Not "no-referrer": with it browsers send "Origin: null" with every form, and Django refuses the form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("FLOWMONO_BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["flowmono.formats"]

# --- files -------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Collected for production only; a checkout serves its files from where they lie.
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(
        (prefix, NODE_MODULES / folder)
        for prefix, folder in {
            "npm/htmx": "htmx.org/dist",
            "npm/inter": "@fontsource-variable/inter",
            "npm/dancing-script": "@fontsource/dancing-script",
            "npm/caveat": "@fontsource/caveat",
            "npm/great-vibes": "@fontsource/great-vibes",
            "npm/pdfjs": "pdfjs-dist/legacy/build",
            "npm/pdfjs-cmaps": "pdfjs-dist/cmaps",
            "npm/pdfjs-fonts": "pdfjs-dist/standard_fonts",
            "npm/pdfjs-decoders": "pdfjs-dist/wasm",
        }.items()
        if (NODE_MODULES / folder).exists()
    ),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_MB = env.int("FLOWMONO_UPLOAD_LIMIT_MB", 25)

# --- mail --------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
if "EMAIL_URL" in env:
    globals().update(env.email_url("EMAIL_URL"))
elif PRODUCTION:
    raise ImproperlyConfigured("Set EMAIL_URL, for example smtp+tls://user:password@mail.example.com:587.")
DEFAULT_FROM_EMAIL = env.str("FLOWMONO_MAIL_FROM", "Flowmono <flowmono@localhost>")
# Text messages: the class that sends them; in development they are written beside the letters.
TEXT_MESSAGES = env.str("FLOWMONO_TEXT_MESSAGES", "" if PRODUCTION else "flowmono.outbox.texting.ToFolder")
TEXT_MESSAGES_URL = env.str("FLOWMONO_TEXT_MESSAGES_URL", "")
TEXT_MESSAGES_TOKEN = env.str("FLOWMONO_TEXT_MESSAGES_TOKEN", "")
# Further ways in which signers without an account prove who they are: classes like those in signing/proving.py.
SIGNING_WAYS = env.list("FLOWMONO_SIGNING_WAYS", default=[])

# --- work in the background --------------------------------------------------------------------------------------
Q_CLUSTER = {
    "name": "flowmono",
    "broker_class": "flowmono.outbox.broker.PostgresBroker",
    "orm": "default",
    "workers": env.int("FLOWMONO_WORKERS", 2),
    "bulk": 4,
    "queue_limit": 8,
    "timeout": 120,
    "retry": 180,
    "max_attempts": 1,
    "ack_failures": True,
    "save_limit": -1,
    "catch_up": False,
    "recycle": 5000,
    "label": "Queue",
    "log_level": "WARNING",
}
# How long a delivery waits before each further attempt, in seconds; after the last it becomes an incident.
OUTBOX_BACKOFF = env.list("FLOWMONO_OUTBOX_BACKOFF", cast=float, default=[5, 30, 120, 600])
# For so many seconds nobody else takes up what is asking servers outside: longer than all their answers may take.
OUTBOX_PATIENCE = env.float("FLOWMONO_OUTBOX_PATIENCE", 180)
OUTBOX_SWEEP_SECONDS = env.float("FLOWMONO_OUTBOX_SWEEP_SECONDS", 5)

# --- the company this installation works for ---------------------------------------------------------------------
COMPANY_CURRENCY = env.str("FLOWMONO_CURRENCY", "EUR")
# From this amount in the company's currency on, a yes given in the list of what waits is asked once more.
ASK_AGAIN_FROM = env.int("FLOWMONO_ASK_AGAIN_FROM", 10_000)
SIGNER_SOCKET = env.str("FLOWMONO_SIGNER_SOCKET", str(VAR_DIR / "signer" / "signer.sock"))
PKI_DIR = Path(env.str("FLOWMONO_PKI", str(VAR_DIR / "pki")))
NEEDS_YOU_COUNT = "flowmono.common.inbox.needs_you_count"
SEAL_LEVEL = env.str("FLOWMONO_SEAL_LEVEL", "B-B")
if SEAL_LEVEL not in {"B-B", "B-T", "B-LT", "B-LTA"}:
    raise ImproperlyConfigured("FLOWMONO_SEAL_LEVEL is B-B, B-T, B-LT or B-LTA.")
# The timestamp authority (RFC 3161) of seals; empty: the signer process stamps with its own key and clock.
TIMESTAMP_URL = env.str("FLOWMONO_TIMESTAMP_URL", "")
TIMESTAMP_SECONDS = env.float("FLOWMONO_TIMESTAMP_SECONDS", 10)
# Hosts of timestamp and certificate authorities in the house's own network: their private addresses may be called.
PRIVATE_AUTHORITIES = env.list("FLOWMONO_PRIVATE_AUTHORITIES", default=[])

API_MODULE = "flowmono.api"

# --- API ---------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "flowmono.accounts.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "flowmono.common.scopes.Scoped"],
    "DEFAULT_FILTER_BACKENDS": [
        "flowmono.common.lists.Filters",
        "flowmono.common.lists.Ordering",
        "flowmono.common.lists.KnownParameters",
    ],
    "DEFAULT_PAGINATION_CLASS": "flowmono.common.lists.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "flowmono.common.describing.Described",
    "EXCEPTION_HANDLER": "flowmono.common.api.problem_details",
    "COERCE_DECIMAL_TO_STRING": True,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "flowmono.common.negotiating.KnownFormats",
    "DEFAULT_PARSER_CLASSES": [
        "flowmono.common.reading_json.StrictJSON",
        "rest_framework.parsers.MultiPartParser",
        "rest_framework.parsers.FormParser",
    ],
    "DEFAULT_METADATA_CLASS": "flowmono.common.options.InShort",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Flowmono API",
    "DESCRIPTION": "A business agreement from its Word draft to the last payment, as one connected chain of events.",
    "VERSION": "1",
    "SERVERS": [{"url": SITE_URL}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "flowmono.common.describing.complete",
    ],
}

ACCESS_LOG = env.bool("FLOWMONO_ACCESS_LOG", False)
# --- webhooks ----------------------------------------------------------------------------------------------------
# In development messages may go to this machine over http; in production only to the internet, over https.
WEBHOOK_LOOPBACK = env.bool("FLOWMONO_WEBHOOK_LOOPBACK", not PRODUCTION)
if WEBHOOK_LOOPBACK and PRODUCTION:
    raise ImproperlyConfigured("FLOWMONO_WEBHOOK_LOOPBACK is for development. It is refused in production.")
# An endpoint that took nothing for so many days is switched off, and the administrators are told.
WEBHOOK_DAYS_OF_FAILING = env.int("FLOWMONO_WEBHOOK_DAYS_OF_FAILING", 5)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "reference": {"()": "flowmono.common.masking.WithReference"},
        "no_secrets": {"()": "flowmono.common.masking.MaskSecrets"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["reference", "no_secrets"]}
    },
    "root": {"handlers": ["console"], "level": env.str("FLOWMONO_LOG", "WARNING")},
    # Proof of revocation is gathered and looked at before a seal embeds it (signing.revocation): that nothing is fetched meanwhile is wanted.
    "loggers": {"django.request": {"level": "ERROR"}, "pyhanko.sign.signers.pdf_signer": {"level": "ERROR"}},
}

# Points at which a fault test may kill the process; refused outside a fault test (see flowmono/outbox/faults.py).
FAULTS = env.bool("FAULTS", False)
FAULT_AT = env.str("FAULT_AT", "")
# How many days the doors' clock runs ahead of the machine's: for the demonstration, whose papers are dated 2027.
CLOCK_AHEAD = timedelta(days=env.int("FLOWMONO_CLOCK_AHEAD_DAYS", 0))
if CLOCK_AHEAD and PRODUCTION:
    raise ImproperlyConfigured("FLOWMONO_CLOCK_AHEAD_DAYS is for demonstrations. It is refused in production.")
if FAULTS and PRODUCTION:
    raise ImproperlyConfigured("FAULTS=1 kills processes on purpose. It is refused in production.")
TESTING = "pytest" in sys.modules
