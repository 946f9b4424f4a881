from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "sawti.signin"
    label = "signin"

    def ready(self) -> None:
        from sawti.signin import checks

        checks.register_checks()
