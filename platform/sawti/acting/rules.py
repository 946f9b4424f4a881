"""What somebody must say who files for another person."""

from datetime import datetime

from sawti.accounts.contacts import LONGEST_NAME, is_email
from sawti.acting.facts import OnBehalf, Right
from sawti.acting.queries import today
from sawti.catalogue.queries import catalogue
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import has_controls

MOST_PROOFS = 5


def faults_of(wanted: OnBehalf, *, at: datetime) -> list[Invalid]:
    """Return what is wrong, all at once; a lasting representation is checked when it is used."""
    if wanted.representation_id:
        return []
    kind = catalogue().representations.get(wanted.kind)
    if kind is None or not kind.is_active or Right.FILE not in kind.may:
        allowed = ", ".join(k.code for k in catalogue().representations.values() if k.is_active)
        fault = Invalid("on_behalf_of.kind", N_("Choose one of: %(allowed)s."), allowed=allowed)
        return [fault]
    found = []
    if not wanted.name.strip():
        found.append(Invalid("on_behalf_of.name", N_("Write the name of the person.")))
    elif len(wanted.name) > LONGEST_NAME or has_controls(wanted.name):
        found.append(Invalid("on_behalf_of.name", N_("Write a name of at most 120 letters.")))
    if wanted.email and not is_email(wanted.email):
        text = N_("Write an e-mail address such as name@example.com.")
        found.append(Invalid("on_behalf_of.email", text))
    if kind.needs_proof and not wanted.proofs:
        text = N_("Add a picture or a PDF of the document that proves it.")
        found.append(Invalid("on_behalf_of.proofs", text))
    if len(wanted.proofs) > MOST_PROOFS:
        found.append(Invalid("on_behalf_of.proofs", N_("Add at most five documents.")))
    if wanted.valid_until and wanted.valid_until < today(at):
        text = N_("This day has passed. Write the last day on which your document is valid.")
        found.append(Invalid("on_behalf_of.valid_until", text))
    return found
