"""The portal's pages, each under a language."""

from django.urls import path

from sawti.enabling.addresses import plugin_addresses
from sawti.plugins.manifest import Place
from sawti_portal import (
    after,
    appeal,
    categories,
    contacts,
    documents,
    erasing,
    files,
    filing,
    filing_for,
    lost_receipt,
    my_cases,
    pages,
    profile,
    reading_settings,
    representing,
    signing_in,
    tracking,
)
from sawti_portal.insights import views as insights

app_name = "portal"

_document = "track/<str:number>/documents/<uuid:document_id>"

urlpatterns = [
    path("", pages.show_home, name="home"),
    path("theme.css", pages.show_theme, name="theme"),
    path("file/", filing.TypeStep.as_view(), name="file"),
    path("file/story/", filing.StoryStep.as_view(), name="file_story"),
    path("file/about/", filing.AboutStep.as_view(), name="file_about"),
    path("file/contact/", filing.ContactStep.as_view(), name="file_contact"),
    path("file/for/", filing_for.BehalfStep.as_view(), name="file_for"),
    path("file/check/", filing.CheckStep.as_view(), name="file_check"),
    path("file/receipt/", documents.AskForReceipt.as_view(), name="receipt_document"),
    path("track/", tracking.OpenCase.as_view(), name="track"),
    path("track/lost/", lost_receipt.LostReceipt.as_view(), name="lost_receipt"),
    path("track/lost/code/", lost_receipt.LostReceiptCode.as_view(), name="lost_receipt_code"),
    path("appeal/", appeal.Appeal.as_view(), name="appeal"),
    path("appeal/code/", appeal.AppealCode.as_view(), name="appeal_code"),
    path("sign-in/", signing_in.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", signing_in.EnterCode.as_view(), name="sign_in_code"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign_out"),
    path("my/cases/", my_cases.MyCases.as_view(), name="my_cases"),
    path("my/cases/add/", my_cases.AddCase.as_view(), name="add_case"),
    path("my/profile/", profile.Profile.as_view(), name="profile"),
    path("my/profile/e-mail/", contacts.NewAddress.as_view(), name="profile_email"),
    path("my/profile/e-mail/code/", contacts.NewAddressCode.as_view(), name="profile_code"),
    path("my/profile/phone/", contacts.NewPhone.as_view(), name="profile_phone"),
    path("my/profile/phone/code/", contacts.NewPhoneCode.as_view(), name="profile_phone_code"),
    path("undo/<str:key>/", contacts.Undo.as_view(), name="undo"),
    path("my/profile/delete/", profile.DeleteProfile.as_view(), name="profile_delete"),
    path("my/profile/erase/", erasing.EraseAccount.as_view(), name="erase_account"),
    path("my/representing/", representing.Representing.as_view(), name="representing"),
    path(
        "my/representing/<uuid:representation_id>/",
        representing.Change.as_view(),
        name="representation",
    ),
    path(
        "my/representing/<uuid:representation_id>/proof/",
        representing.AddProof.as_view(),
        name="add_proof",
    ),
    path("my/data/", profile.OwnData.as_view(), name="own_data"),
    path("file/files/<uuid:file_id>/", files.show_draft_file, name="draft_file"),
    path("track/<str:number>/files/<uuid:file_id>/", files.show_case_file, name="case_file"),
    path("track/<str:number>/", tracking.FollowCase.as_view(), name="case"),
    path("track/<str:number>/withdraw/", after.Withdraw.as_view(), name="case_withdraw"),
    path("track/<str:number>/erase/", erasing.EraseCase.as_view(), name="erase_case"),
    path("track/<str:number>/rate/", after.Rate.as_view(), name="case_rate"),
    path("track/<str:number>/reopen/", after.Reopen.as_view(), name="case_reopen"),
    path("track/<str:number>/documents/", documents.AskForAnswer.as_view(), name="case_documents"),
    path(f"{_document}/", documents.ShowDocument.as_view(), name="document"),
    path(f"{_document}/file/", documents.FetchDocument.as_view(), name="document_file"),
    path("categories/", categories.show_categories, name="categories"),
    path("categories/<slug:code>/", categories.show_category, name="category"),
    path("pages/<slug:slug>/", pages.show_written, name="page"),
    path("insights/", insights.show_insights, name="insights"),
    path("insights/<str:table>.csv", insights.send_file, name="insights_file"),
    path("insights/<slug:code>/", insights.show_insights, name="insights_entity"),
    path("insights/<slug:code>/<str:table>.csv", insights.send_file, name="insights_entity_file"),
    path("help/", pages.show_help, name="help"),
    path("accessibility/", pages.show_accessibility, name="accessibility"),
    path("accessibility/settings/", reading_settings.Settings.as_view(), name="reading_settings"),
    path("privacy/", pages.show_privacy, name="privacy"),
    *plugin_addresses(Place.PORTAL),
]
