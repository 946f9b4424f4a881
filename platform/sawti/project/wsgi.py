"""The application that granian (or any WSGI server) serves."""

from django.core.wsgi import get_wsgi_application

from sawti.project import env

env.preset(DJANGO_SETTINGS_MODULE="sawti.project.settings.base")

application = get_wsgi_application()
