"""The application that granian (or any WSGI server) serves."""

from django.core.wsgi import get_wsgi_application

from sawti.project import env

env.preset(DJANGO_SETTINGS_MODULE="sawti.project.settings.base")
if env.is_set("SAWTI_METRICS_FOLDER"):
    # prometheus_client looks at this name when it is first imported.
    env.preset(PROMETHEUS_MULTIPROC_DIR=env.text("SAWTI_METRICS_FOLDER"))

application = get_wsgi_application()

from sawti.project.operations.walls import require_walls  # noqa: E402 - Django is set up above

require_walls()
