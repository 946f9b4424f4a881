"""Thanks of invented people, so that the demo's wall shows what it is for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sawti.accounts.models import Staff
from sawti.cases.scope import HANDLE
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.tenancy.context import reading
from sawti_appreciation.actions import Thanks, decide, thank
from sawti_appreciation.models import Appreciation, Consent


@dataclass(frozen=True)
class _Words:
    """What somebody said `days_ago`; `names_servant` is None where nobody has decided yet."""

    days_ago: int
    language: str
    words: str
    servant: str = ""
    author: str = ""
    names_servant: bool | None = False


_WORDS = (
    _Words(
        61,
        "ar",
        "أعادوا الكهرباء إلى حيّنا قبل الإفطار بدقائق. شكرًا لمن ترك بيته لأجلنا.",
        author="أم يوسف",
    ),
    _Words(
        47,
        "en",
        "I reported a deep pothole on Sunday and it was filled on Tuesday. Thank you.",
        servant="Huda Salman",
        author="Daniel R.",
        names_servant=True,
    ),
    _Words(
        33,
        "ar",
        "شرحت لي الموظفة كل خطوة بصبر، ولم أحتج إلى العودة مرة أخرى.",
        servant="منى الدوسري",
        names_servant=True,
    ),
    _Words(20, "ar", "رد سريع وواضح وبلغة يفهمها والدي. جزاكم الله خيرًا.", author="سارة"),
    _Words(
        12,
        "en",
        "My mother uses a wheelchair. The ramp we asked for was there within two weeks.",
        author="Layla H.",
    ),
    _Words(
        5,
        "ar",
        "اتصلوا بي بعد الإجابة ليتأكدوا أن المشكلة انتهت فعلًا. هذا ما نتمناه.",
    ),
    _Words(
        1,
        "en",
        "The inspector came in the evening so that I need not miss work.",
        names_servant=None,
    ),
)


def add_demo_thanks(*, at: datetime) -> int:
    """Add the thanks, each with what the entity decided; return how many. Again adds nothing."""
    with reading():
        if Appreciation.objects.exists():
            return 0
        staff = list(Staff.objects.filter(is_active=True).order_by("email"))
        deciders = {id_: each for each in staff for id_ in rights_of(each).on(HANDLE)}
        entities = [entity for entity in entity_tree().by_id.values() if entity.id in deciders]
    if not entities:
        return 0
    for number, words in enumerate(_WORDS):
        entity = entities[number * len(entities) // len(_WORDS)]
        _add(words, entity.code, deciders[entity.id], at - timedelta(days=words.days_ago))
    return len(_WORDS)


def _add(words: _Words, entity: str, decider: Staff, at: datetime) -> None:
    served = f"\n\n{words.servant}" if words.servant else ""
    filed = thank(
        Thanks(
            entity=entity,
            words=words.words,
            story=words.words + served,
            language=words.language,
            servant_name=words.servant,
            author_name=words.author,
            consent=Consent.WITH_NAME if words.author else Consent.WITHOUT_NAME,
        ),
        at=at,
    )
    if words.names_servant is None:
        return
    with reading():
        row = Appreciation.objects.get(case__number=filed.number)
    decide(
        row.id,
        by=decider,
        is_approved=True,
        names_servant=words.names_servant,
        at=at + timedelta(hours=20),
    )
