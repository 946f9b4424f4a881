"""The demo's mailbox, under /demo/; routed only where mail goes into a folder."""

from django.urls import path

from sawti_desk import mail

app_name = "demo"

urlpatterns = [
    path("mail/", mail.mail, name="mail"),
    path("mail/<str:key>/", mail.letter, name="letter"),
]
