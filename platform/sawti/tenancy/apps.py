from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "sawti.tenancy"
    label = "tenancy"
