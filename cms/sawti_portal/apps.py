from django.apps import AppConfig


class SawtiPortalConfig(AppConfig):
    name = "sawti_portal"
    label = "sawti_portal"
