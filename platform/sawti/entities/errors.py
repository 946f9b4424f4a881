"""Refusals about posts and roles."""

from sawti.lib.errors import N_, DomainError, Kind


class OwnPost(DomainError):
    """Somebody tried to give a right to themselves."""

    code = "own_post"
    kind = Kind.NOT_PERMITTED
    text = N_("Nobody gives themselves a right. Ask another administrator to do it.")


class MoreThanOwn(DomainError):
    """Somebody tried to give a right that they do not have."""

    code = "more_than_own"
    kind = Kind.NOT_PERMITTED
    text = N_(
        "You can give only what you may do yourself. These permissions are not among them: "
        "%(permissions)s. Ask whoever has them, or the operator who loads the tenant's pack."
    )


class LastAdministrator(DomainError):
    """The tenant would be left without anybody who can give posts and change roles."""

    code = "last_administrator"
    kind = Kind.CONFLICT
    text = N_(
        "Nobody would be left who can give posts and change roles. Give the post of administrator "
        "to somebody else first, without an end."
    )


class NotDelegable(DomainError):
    """The role is held in person, or the post is itself a deputy's."""

    code = "not_delegable"
    kind = Kind.CONFLICT
    text = N_("This post is held in person: it can't be delegated. Give a post of its own instead.")


class PostEnded(DomainError):
    """The post is over."""

    code = "post_ended"
    kind = Kind.CONFLICT
    text = N_("This post has ended already. Load the page again to see who holds it now.")


class RoleChangedMeanwhile(DomainError):
    """Somebody else saved the role since it was shown."""

    code = "role_changed"
    kind = Kind.CONFLICT
    text = N_("Somebody changed this role meanwhile. Load the page again and repeat your change.")


class NotToBeSeen(DomainError):
    """An administrator asked to see the desk as somebody who sees more than administrators may."""

    code = "not_to_be_seen"
    kind = Kind.CONFLICT
    text = N_(
        "The desk of this colleague can't be seen as theirs: it is your own, or it shows audit, "
        "personal data or administration."
    )


class OnlyLooking(DomainError):
    """A session that only looks tried to change something."""

    code = "only_looking"
    kind = Kind.NOT_PERMITTED
    text = N_("You are only looking: nothing can be changed here. End it first, see the top.")


class SupportNotOpen(DomainError):
    """The access of support is over, was refused, is not allowed yet, or the link was used."""

    code = "support_not_open"
    kind = Kind.CONFLICT
    text = N_("This access is not open: it is over, was answered already, or the link was used.")
