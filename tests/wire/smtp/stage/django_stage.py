"""A Django project with whatever applications the environment has, and a template for each of them."""

import importlib.util
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

APPLICATIONS = (
    "mailer", "post_office", "djmail", "django_yubin", "anymail", "allauth", "allauth.account", "helpdesk", "bootstrap4form",
    "rest_framework", "account", "djoser", "wagtail.admin", "wagtail.images",
    "wagtail.documents", "wagtail.users", "wagtail.search", "wagtail", "taggit", "modelcluster",
)  # fmt: skip
TEMPLATES = {
    "news.html": "{% block subject %}News{% endblock %}{% block text_body %}Hello{% endblock %}",
    "email/news.html": "{% block subject %}News{% endblock %}{% block text_body %}Hello{% endblock %}",
    "templated_email/news.email": "{% block subject %}News{% endblock %}{% block plain %}Hello{% endblock %}",
    "emails/en/news-subject.html": "News",
    "emails/en/news-body-text.html": "Hello",
    "emails/en/news-body-html.html": "Hello",
    "emails/news-subject.html": "News",
    "emails/news-body-text.html": "Hello",
    "emails/news-body-html.html": "Hello",
    "account/email/news_subject.txt": "News",
    "account/email/news_message.txt": "Hello",
}


def there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False


for name, text in TEMPLATES.items():
    path = Path("templates", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
settings.configure(
    SECRET_KEY="key",
    STATIC_URL="/static/",
    WAGTAILADMIN_BASE_URL="https://example.org",
    WAGTAIL_SITE_NAME="Office",
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.messages",
        *(name for name in APPLICATIONS if there(name)),
    ],
    MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"] if there("allauth") else [],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["templates"], "APP_DIRS": True}],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DEFAULT_FROM_EMAIL="office@example.org",
    SITE_ID=1,
    LANGUAGE_CODE="en",
    USE_TZ=True,
    HELPDESK_TEAMS_MODEL="auth.Group",
    HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
    ROOT_URLCONF=__name__,
    CELERY_EMAIL_TASK_CONFIG={"always_eager": True},
    CELERY_TASK_ALWAYS_EAGER=True,
)
urlpatterns = []
sys.modules.setdefault(__name__, sys.modules["__main__"])
if there("celery"):
    from celery import Celery

    queue = Celery("office")
    queue.conf.task_always_eager = True
    queue.set_default()
django.setup()
call_command("migrate", verbosity=0, run_syncdb=True)
if there("helpdesk"):
    from helpdesk.models import EmailTemplate

    EmailTemplate.objects.create(template_name="news", subject="News", heading="News", plain_text="Hello", html="Hello")


def afterwards(program):
    """Sends what stands in a queue."""
    if there("mailer") and "mailer" in sys.modules:
        call_command("send_mail", verbosity=0)
    if there("post_office"):
        from post_office.mail import send_queued

        send_queued(processes=1)
