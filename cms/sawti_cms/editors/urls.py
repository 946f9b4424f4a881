from django.urls import path

from sawti_cms.editors import (
    categories,
    history,
    language,
    menus,
    notices,
    replies,
    roles,
    texts,
    theme,
)

app_name = "sawti_cms"
urlpatterns = [
    path("categories/", categories.CategoryList.as_view(), name="categories"),
    path("categories/add/", categories.AddCategory.as_view(), name="add_category"),
    path("categories/<slug:code>/", categories.ChangeCategory.as_view(), name="category"),
    path("categories/<slug:code>/move/", categories.MoveCategory.as_view(), name="move_category"),
    path("replies/", replies.ReplyList.as_view(), name="replies"),
    path("replies/add/", replies.AddReply.as_view(), name="add_reply"),
    path("replies/<slug:code>/", replies.ChangeReply.as_view(), name="reply"),
    path("replies/<slug:code>/move/", replies.MoveReply.as_view(), name="move_reply"),
    path("roles/", roles.RoleList.as_view(), name="roles"),
    path("roles/add/", roles.AddRole.as_view(), name="add_role"),
    path("roles/<slug:code>/", roles.ChangeRole.as_view(), name="role"),
    path("texts/", texts.ChangeTexts.as_view(), name="texts"),
    path("theme/", theme.ChangeTheme.as_view(), name="theme"),
    path("theme/preview/", theme.show_preview, name="theme_preview"),
    path("theme/preview.css", theme.serve_sheet, name="theme_sheet"),
    path("menus/", menus.MenuList.as_view(), name="menus"),
    path("menus/add/", menus.AddMenuLink.as_view(), name="add_menu_link"),
    path("menus/<uuid:link_id>/", menus.ChangeMenuLink.as_view(), name="menu_link"),
    path("menus/<uuid:link_id>/move/", menus.MoveMenuLink.as_view(), name="move_menu_link"),
    path("menus/<uuid:link_id>/remove/", menus.RemoveMenuLink.as_view(), name="remove_menu_link"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/add/", notices.AddNotice.as_view(), name="add_notice"),
    path("notices/<uuid:notice_id>/", notices.ChangeNotice.as_view(), name="notice"),
    path("notices/<uuid:notice_id>/remove/", notices.RemoveNotice.as_view(), name="remove_notice"),
    path("history/<slug:table>/<slug:row>/", history.show_history, name="history"),
    path("language/<slug:code>/", language.choose_language, name="language"),
]
