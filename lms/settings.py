"""Settings: read from the environment, checked at start; a bad value stops the process.

| variable | default | meaning |
|---|---|---|
| DATABASE_URL | sqlite in var/ | `postgres://…` for PostgreSQL |
| SECRET_KEY | none | required unless DEMO |
| ALLOWED_HOSTS, BASE_URL | localhost | where the site lives |
| DEMO | false | demonstration: sign-in page with personas |
| HTTPS | not DEMO | secure cookies, HSTS, redirect |
| EMAIL_URL | console in demo | `smtp://…` |
| VAR_DIR | var/ | database, media, keys, mail |
| REQUEST_THREADS | 12 | requests at once in each web process, and database connections |
| WEBHOOKS_PRIVATE | false | whether other systems may listen inside a private network, and without https |
| REDIS_URL | none | shared cache for several processes |
| TRUSTED_PROXIES | 0 | how many proxies stand before us |
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = False
HTTPS = env.bool("HTTPS", default=not DEMO)
VAR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.str("SECRET_KEY", default="demo-only-not-a-secret-" * 3 if DEMO else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it to a long random text (or DEMO=true for a demonstration).")
BASE_URL = env.str("BASE_URL", default="http://localhost:8000" if DEMO else "https://localhost").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
POLICY = "lms.policy"
HOLDINGS = "lms.holdings"
SIGNING_KEYS = Path(env.str("SIGNING_KEYS", default=str(VAR / "keys")))

INSTALLED_APPS = [
    "lms",
    "cms.apps.CmsConfig",
    "courses",
    "certification",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_q",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "servestatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [  # static files are served beside it: lms/kernel/asgi.py
    "django.middleware.security.SecurityMiddleware",
    "lms.kernel.middleware.Compressed",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "lms.kernel.middleware.AdminPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lms.people.middleware.WhoIsAsking",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.people.middleware.SecondFactor",
    "lms.people.middleware.OwnLanguage",
    "lms.people.middleware.Leaving",
    "lms.kernel.middleware.Incidents",
    "lms.kernel.middleware.DomainErrors",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
REQUEST_THREADS = env.int("REQUEST_THREADS", default=12)
ASGI_APPLICATION = "lms.asgi.application"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                ("lms.ui.folding.Loader", [f"django.template.loaders.{kind}.Loader" for kind in ("filesystem", "app_directories")])
            ],
            "builtins": ["lms.ui.tags", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.context.house",
            ],
        },
    }
]
FORM_RENDERER = "lms.ui.forms.Renderer"

# Database: SQLite that survives a web process and a worker, or PostgreSQL by one setting.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'ledestjerne.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None  # threads are few and keep theirs: opening one costs more than most questions
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c lock_timeout=20s")
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    INSTALLED_APPS.append("django.contrib.postgres")  # Wagtail's search index there is of its kinds; without it no command starts
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if env.str("REDIS_URL", default=""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.str("REDIS_URL")}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lms_cache"}}
# In this process alone, for what every page shows and hardly ever changes; never anything about a person.
CACHES["here"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "here"}

# People and sign-in
AUTH_USER_MODEL = "lms.Person"
AUTHENTICATION_BACKENDS = ["lms.people.backends.Backend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lms.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_ADAPTER = "lms.people.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ledestjerne"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
SOCIALACCOUNT_ONLY = False
WAGTAILADMIN_LOGIN_URL = "account_request_login_code"

# Languages and time
LANGUAGE_CODE = "nb"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nb", _("Norwegian Bokmål")), ("da", _("Danish")), ("en", _("English"))]
ADMIN_LOCALE = ROOT / "lms" / "admin_locale"  # what Wagtail and wagtail-localize do not say in nb and da themselves
LOCALE_PATHS = [ROOT / "lms" / "locale", ADMIN_LOCALE]
FORMAT_MODULE_PATH = "lms.formats"  # days and times as each language writes them
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# Jobs: one worker process on the same database
TASKS = {"default": {"BACKEND": "lms.kernel.jobs.QueueBackend"}}
Q_CLUSTER = {
    "name": "ledestjerne",
    "orm": "default",
    "workers": env.int("WORKERS", default=1),
    "timeout": 60,
    "retry": 120,
    "max_attempts": 5,
    "ack_failures": True,
    "catch_up": False,
    "poll": 1,
    "save_limit": 100,
    "recycle": 500,
}

# Addresses that other systems give us are out in the world, unless whoever runs the house says otherwise
WEBHOOKS_PRIVATE = env.bool("WEBHOOKS_PRIVATE", default=False)

# Mail
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="ledestjerne.example")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default=f"Ledestjerne <hei@{MAIL_DOMAIN}>")
if DEMO and not env.str("EMAIL_URL", default=""):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": VAR / "mail"}}}
else:
    _mail = env.email_url("EMAIL_URL", default="smtp://localhost:25")
    MAILERS = {
        "default": {
            "BACKEND": _mail["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": _mail["EMAIL_HOST"], "port": _mail["EMAIL_PORT"], "username": _mail["EMAIL_HOST_USER"],
                "password": _mail["EMAIL_HOST_PASSWORD"], "use_tls": _mail.get("EMAIL_USE_TLS", False),
                "use_ssl": _mail.get("EMAIL_USE_SSL", False), "timeout": 10,
            },
        }
    }  # fmt: skip

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lms.ui.storage.Storage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Safety
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CSP_ADMIN = {  # Wagtail's admin still writes inline scripts and styles
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],  # the preview stands in a frame of the admin
}
CSRF_FAILURE_VIEW = "lms.ui.views.csrf_refused"
X_FRAME_OPTIONS = "DENY"  # Wagtail's preview allows itself a frame
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_ENGINE = "lms.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"

# Wagtail
WAGTAIL_SITE_NAME = "Ledestjerne"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nb", "Norsk bokmål"), ("da", "Dansk"), ("en", "English")]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # what nobody has translated yet is a draft; readers see the source meanwhile
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses without å: translations have the same, and wagtail-localize writes theirs so
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.document_forms.DocumentForm"  # judges a file by its content
WAGTAILDOCS_MAX_UPLOAD_SIZE = 60 * 1024 * 1024  # a film; other kinds have less, see cms/file_kinds.py
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own request log writes tracebacks with values in them; ours (lms.incident) does not
    "loggers": {"django.request": {"handlers": [], "propagate": False}, "lms": {"level": "INFO"}},
}
