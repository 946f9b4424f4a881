from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from sawti_cms.guard import for_own_tenant

urlpatterns = decorate_urlpatterns([path("", include(wagtailadmin_urls))], for_own_tenant)
