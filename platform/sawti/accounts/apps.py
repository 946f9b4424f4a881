from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sawti.accounts"
    label = "accounts"
