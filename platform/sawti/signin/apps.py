from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "sawti.signin"
    label = "signin"

    def ready(self) -> None:
        from sawti.signin import checks, mails

        checks.register_checks()
        mails.register()
