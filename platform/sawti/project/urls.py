"""Where everything is: portal by language, desk, CMS, API."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from sawti.project.csp_reports import csp_report
from sawti_ui.push import show_worker
from sawti_ui.served_files import show_file

urlpatterns = [
    path("desk/", include("sawti_desk.urls")),
    path("api/", include("sawti_api.urls")),
    path("cms/", include("sawti_cms.urls")),
    path("files/<str:token>", show_file, name="file"),
    path("push-worker.js", show_worker, name="push_worker"),
    path("csp-report/", csp_report, name="csp_report"),
    path("", include("sawti_portal.root_urls")),
    *i18n_patterns(path("", include("sawti_portal.urls"))),
]

if settings.SAWTI_MAIL_FOLDER:
    urlpatterns.insert(0, path("demo/", include("sawti_desk.demo_urls")))

handler400 = "sawti.project.faults.bad_request"
handler403 = "sawti.project.faults.forbidden"
handler404 = "sawti.project.faults.not_found"
handler500 = "sawti.project.faults.server_error"
