"""Settings of the site. What differs between installations is read in config/env.py."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import BASE_DIR, read_environment

environment = read_environment()

DEBUG = environment.debug
SECRET_KEY = environment.secret_key
ALLOWED_HOSTS = environment.allowed_hosts
DATABASES = {"default": environment.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SITE_NAME = environment.site_name
#: The party that stands first in a pair and whose register this is: an ISO 3166 alpha-3 code in lower case.
HOME_PARTY = environment.home_party
#: Whether an editor may have the server fetch the address of a press release, see agreements/fetch.py.
INTAKE_FETCH = environment.intake_fetch
#: A record that was verified longer ago returns to the editors' work list.
VERIFY_AFTER_YEARS = environment.verify_after_years
#: Where readers write to about the site, such as what they cannot use; '': nowhere is said.
CONTACT_EMAIL = environment.contact_email
#: Whether what a proxy says of a request (X-Forwarded-Proto, X-Forwarded-For) is to be believed.
BEHIND_TLS_PROXY = environment.behind_tls_proxy and not DEBUG

INSTALLED_APPS = [
    "config.apps.ArchiveAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
    "csp",
    "django_filters",
    "simple_history",
    "agreements",
]

MIDDLEWARE = [
    # What sets headers stands before what answers, so that static files and refusals carry them too.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "agreements.middleware.OnePolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages and exports, for whoever accepts it; static files lie compressed
    "agreements.middleware.UnchangedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "agreements.middleware.RefuseNulMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "agreements.context_processors.site",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",  # see the tag ``hot``
        "NAME": "hot",
        "DIRS": [BASE_DIR / "templates" / "hot"],
        "OPTIONS": {"environment": "config.jinja.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True  # as from Django 6.0

# Languages: the address says which (/en/, /nb/); no cookie.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nb", _("Norwegian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# Memory of a process
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    #: The pages of sets that readers asked for lately, about 10 MB; see agreements.views.unchanged.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
        "TIMEOUT": 3600,
    },
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = environment.static_dir
STATICFILES_DIRS = [BASE_DIR / "static"]
#: Texts of agreements. Not served as they lie: a view answers for those of published records.
MEDIA_ROOT = environment.files_dir
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an agreement with its rows is one large form

# Accounts
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SIMPLE_HISTORY_REVERT_DISABLED = True  # restoring a version is a tool of its own, not a button that surprises

# Security: the strictest headers that the site, admin included, runs under.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Designsystemet draws its icons as data: masks
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    if environment.behind_tls_proxy:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = environment.secure_cookies
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = environment.secure_cookies
    CSRF_COOKIE_SECURE = environment.secure_cookies

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING" if DEBUG else "INFO"},
    # Django's own handlers are silent without DEBUG or post mail to administrators: everything goes to the console.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
