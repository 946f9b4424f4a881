from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "sawti.letters"
    label = "letters"

    def ready(self) -> None:
        from sawti.letters import composing

        composing.register()
