"""All settings, read from the environment; `docs/settings.md` is the table of them.

Safe by default: without DEBUG=1 a missing secret, a wildcard host or a cookie that
travels unencrypted stops the start with a sentence.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
import xstatic.pkg.leaflet
from csp.constants import NONCE, NONE, SELF  # noqa: F401  (NONCE: for local overrides)
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from marketplace.core import login_services

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def _stop(sentence):
    raise ImproperlyConfigured(sentence)


# ---- secrets and hosts ------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", default="debug-only-not-a-secret" if DEBUG else "")
if not SECRET_KEY:
    _stop("SECRET_KEY is not set. Give the portal a long random secret, or DEBUG=1 on a developer's machine.")
# Keys the private halves of calls' sealing keys; losing it means no bid can ever be opened.
SEALING_KEY = env.str("SEALING_KEY", default="debug-only-not-a-sealing-key" if DEBUG else "")
if not SEALING_KEY:
    _stop("SEALING_KEY is not set. Bids are sealed under it: give a long random secret and keep a copy in the safe.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if "*" in ALLOWED_HOSTS and not DEBUG:
    _stop("ALLOWED_HOSTS holds '*'. Name the hosts this portal answers for.")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# The transparency log over the books: what its checkpoints are signed with, its name, and whose lines below them are kept.
LOG_KEY = env.str("LOG_KEY", default="")
LOG_ORIGIN = env.str("LOG_ORIGIN", default=f"{urlsplit(SITE_URL).netloc}/log")
LOG_WITNESSES = [text for text in env.str("LOG_WITNESSES", default="").split(",") if text.strip()]

# Cookies travel encrypted only, unless this is a developer's machine or a loopback demo.
_LOOPBACK = urlsplit(SITE_URL).hostname in {"127.0.0.1", "localhost", "::1"}
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=not (DEBUG or (DEMO and _LOOPBACK)))
if not SECURE_COOKIES and not DEBUG and not (DEMO and _LOOPBACK):
    _stop("SECURE_COOKIES is off. Cookies may travel unencrypted only with DEBUG=1 or in a demo on loopback.")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * env.int("SESSION_HOURS", default=12)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews pages in a frame of its own
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # log-ins are throttled by the reader's address, not by the proxy's

# ---- rooms --------------------------------------------------------------------------
INSTALLED_APPS = [
    "marketplace.core",
    "orgs",
    "orgs.experts",
    "orgs.incubation",
    "marketplace.catalogue",
    "marketplace.funds",
    "marketplace.funds.giving",
    "marketplace.funds.campaigns",
    "marketplace.tenders",
    "marketplace.contracts",
    "projects.services",
    "projects.grants",
    "projects.outcomes",
    "cms",
    "search",
    # libraries
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules",
    "csp",
    "django_filters",
    "django_htmx",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.settings",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "marketplace.core.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "marketplace.core.middleware.BackOfficePolicy",
    "marketplace.core.middleware.AnonymousPageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "orgs.middleware.ActorMiddleware",
    "cms.middleware.BackOfficeLanguage",
    "cms.middleware.WagtailsExports",
    "marketplace.core.middleware.NoNul",
    "marketplace.core.middleware.Refusals",
    "marketplace.core.middleware.Gone",  # around the next one: a page that moved is no page that is gone
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "marketplace.core.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "marketplace.core.templatetags.parts",
            ],
        },
    }
]

# ---- data -----------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'linli.sqlite3'}")}
_db = DATABASES["default"]
if _db["ENGINE"].endswith("sqlite3"):
    _db.setdefault("OPTIONS", {})
    _db["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # recursive_triggers: INSERT OR REPLACE is a DELETE too, and append-only tables refuse it
        # secure_delete: what was erased (a plain draft, a person's data) is overwritten in the file
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-20000;",
    }
# Opening SQLite costs as much as a page: a thread keeps its connection there as well.
_db["CONN_MAX_AGE"] = env.int("DB_CONN_MAX_AGE", default=60)
_db["CONN_HEALTH_CHECKS"] = not _db["ENGINE"].endswith("sqlite3")

# pages: kept pages, in a place of their own, so that a flood of addresses never pushes the others out. default: failed
# log-ins and used one-time codes, which every process must see: files where the cache is the memory of one process.
_cache = env.cache_url("CACHE_URL", default="locmemcache://linli")
_files = {
    "BACKEND": "marketplace.core.sharedcache.SharedFiles",
    "LOCATION": str(VAR_DIR / "cache"),
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
CACHES = {"default": _files if "locmem" in _cache["BACKEND"] else _cache, "pages": _cache}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=60)
DESK_COUNT_SECONDS = env.int("DESK_COUNT_SECONDS", default=60)

MEDIA_ROOT = VAR_DIR / "media"
_s3 = env.str("MEDIA_URL_S3", default="")  # s3://key:secret@host/bucket
if _s3:
    _p = urlsplit(_s3)
    _media = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": _p.username,
            "secret_key": _p.password,
            "bucket_name": _p.path.strip("/"),
            "endpoint_url": f"https://{_p.hostname}" + (f":{_p.port}" if _p.port else ""),
            "querystring_auth": True,
            "default_acl": "private",
        },
    }
else:
    _media = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(MEDIA_ROOT)}}
# "private": uploaded files, handed out only by a view that asks visible_to; "default": pictures of editorial pages.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "pictures"), "base_url": "/pictures/"},
    },
    "private": _media,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_URL = "/pictures/"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("leaflet", xstatic.pkg.leaflet.BASE_DIR)]
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

# ---- people ---------------------------------------------------------------------------
AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = _("[Linli Market] ")
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter to the holder when password, address or second factor change
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_ADAPTER = "marketplace.core.second_factor.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": env.str("LOGIN_RATE", default="10/m/ip,5/5m/key")}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "marketplace.core.second_factor.AuthenticateForm",
    "reauthenticate": "marketplace.core.second_factor.ReauthenticateForm",
    "add_webauthn": "marketplace.core.second_factor.AddKeyForm",
    "edit_webauthn": "marketplace.core.second_factor.EditKeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False
# Other services by which one may log in (OpenID Connect): none unless named here.
try:
    LOGIN_SERVICES = login_services.read(env.str("LOGIN_SERVICES", default=""), plain_http=DEBUG or DEMO)
except ValueError as error:
    _stop(str(error))
SOCIALACCOUNT_ADAPTER = "marketplace.core.social.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = login_services.providers(LOGIN_SERVICES)
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address that a service claims opens no account
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# Minutes for which a proved second factor counts as fresh for opening, awarding, signing, paying.
SECOND_FACTOR_MINUTES = env.int("SECOND_FACTOR_MINUTES", default=5)
# Days for which a role may be delegated at a time, first and last included.
DELEGATION_DAYS = env.int("DELEGATION_DAYS", default=60)

# ---- letters ----------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
if EMAIL_CONFIG["EMAIL_FILE_PATH"]:  # a folder of the machine, not of whatever folder the portal was started in
    EMAIL_CONFIG["EMAIL_FILE_PATH"] = "/" + EMAIL_CONFIG["EMAIL_FILE_PATH"].lstrip("/")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="linli@localhost")
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL

# ---- background work ----------------------------------------------------------------------
# inline: what must be told is told right after the commit; worker: `manage.py worker` tells it.
TASK_MODE = env.str("TASKS", default="inline")
if TASK_MODE not in {"inline", "worker"}:
    _stop("TASKS must be 'inline' or 'worker'.")

# ---- search: without hosts the engine inside the portal (search/embedded.py), its index under VAR_DIR/search ----
SEARCH_HOSTS = [host.strip() for host in env.str("SEARCH_HOSTS", default="").split(",") if host.strip()]
SEARCH_PREFIX = env.str("SEARCH_PREFIX", default="linli")
SEARCH_REPLICAS = env.int("SEARCH_REPLICAS", default=1)
SEARCH_TIMEOUT = env.float("SEARCH_TIMEOUT", default=0.9)  # seconds that a reader waits for the cluster
if any(urlsplit(host).scheme not in {"http", "https"} or not urlsplit(host).hostname for host in SEARCH_HOSTS):
    _stop("SEARCH_HOSTS names addresses of Elasticsearch, separated by commas: https://user:password@search1:9200")

# ---- languages and time ---------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = WAGTAIL_I18N_ENABLED = True
# The second is what the catalogue of the library lacks; both go before the catalogues of the rooms.
LOCALE_PATHS = [BASE_DIR / "marketplace" / "locale", BASE_DIR / "cms" / "wagtail" / "locale"]
FORMAT_MODULE_PATH = ["marketplace.formats"]  # numbers in groups of three, as sums of money are written
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# Seconds by which the portal's clock is moved, for rehearsals and the demo; never in production.
CLOCK_SHIFT = env.int("CLOCK_SHIFT", default=0)
if CLOCK_SHIFT and not (DEBUG or DEMO):
    _stop("CLOCK_SHIFT moves the clock; it is for rehearsals (DEBUG=1 or DEMO=1) only.")

# ---- words on the wall --------------------------------------------------------------------
# The office whose portal this is, as the head and the foot of every page name it.
OFFICE_NAME_ZH = env.str("OFFICE_NAME_ZH", default="")
OFFICE_NAME_EN = env.str("OFFICE_NAME_EN", default="")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.admin_search"}}  # Chinese words inside titles
WAGTAIL_SITE_NAME = "邻里集 Linli Market"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.finish.publish"  # editors publish by approving what another one wrote
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 2**20
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx", "zip"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# One door: log-in, password and e-mail are the portal's, with its second factors and throttling.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# ---- giving: the payment service is off unless a key is set; which law asks for what before a gift is asked for --------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.list("STRIPE_WEBHOOK_SECRET", default=[])
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="").rstrip("/")
GIVING_CURRENCY = env.str("GIVING_CURRENCY", default="cny").lower()
if GIVING_CURRENCY not in {"cny", "usd", "eur", "gbp", "hkd", "sgd", "aud", "cad", "chf", "jpy", "krw"}:
    _stop(
        "GIVING_CURRENCY is no currency that gifts are asked for in: cny, usd, eur, gbp, hkd, sgd, aud, cad, chf, jpy or krw."
    )
FUNDRAISING_JURISDICTION = env.str("FUNDRAISING_JURISDICTION", default="CN")
if FUNDRAISING_JURISDICTION not in {"CN", "OTHER"}:
    _stop("FUNDRAISING_JURISDICTION must be CN or OTHER: there is no other rule book.")
if STRIPE_SECRET_KEY and not STRIPE_WEBHOOK_SECRET:
    _stop("STRIPE_WEBHOOK_SECRET is not set. Without it nobody could tell whose messages are the payment service's.")
if STRIPE_API_BASE and not (DEBUG or DEMO or urlsplit(STRIPE_API_BASE).scheme == "https"):
    _stop("STRIPE_API_BASE begins with https://. Payments do not travel in the open.")
_pay = ["https://checkout.stripe.com", *([STRIPE_API_BASE] if STRIPE_API_BASE else [])] if STRIPE_SECRET_KEY else []

# ---- maps: outlines are data of the portal; a background is asked for only where one is named ----
TILES_URL = env.str("TILES_URL", default="")  # https://…/{z}/{x}/{y}.png, or an address of this host that begins with /
TILES_ATTRIBUTION = env.str("TILES_ATTRIBUTION", default="")
TILES_MAX_ZOOM = env.int("TILES_MAX_ZOOM", default=18)
_tiles = urlsplit(TILES_URL.replace("{s}", "*"))
if TILES_URL and (
    not all(hole in TILES_URL for hole in ("{z}", "{x}", "{y}")) or not (_tiles.netloc or TILES_URL[0] == "/")
):
    _stop("TILES_URL is no address of tiles. It begins with https:// or / and holds {z}, {x} and {y}.")
if TILES_URL and not TILES_ATTRIBUTION:
    _stop("TILES_ATTRIBUTION is not set. Whoever shows tiles names whose they are.")

# ---- links of published pages to other sites: asked at night whether they still answer (cms.outside) ----
LINK_CHECKS = env.bool("LINK_CHECKS", default=not DEMO)
LINK_CHECKS_INSIDE = False  # tests alone ask a server of this machine

# ---- content security: no inline script, no inline style, nothing from elsewhere ----------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],  # Wagtail's admin writes inline script: core.middleware.BackOfficePolicy
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([f"{_tiles.scheme}://{_tiles.netloc}"] if _tiles.netloc else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *login_services.origins(LOGIN_SERVICES), *_pay],
        "frame-ancestors": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
SILENCED_SYSTEM_CHECKS = [
    "wagtailadmin.W003",
    "security.W019",  # X-Frame-Options: SAMEORIGIN, because Wagtail previews pages in a frame of its own
]
