"""The people of every test: who they are, in which tenant, with which post."""

from dataclasses import dataclass

PASSWORD = "a long password for tests"


@dataclass(frozen=True)
class Person:
    """A member of staff. `posts` maps an entity's code to the post held there.

    `tenant_posts` are held over the whole tenant.
    """

    name: str
    email: str
    tenant: str
    language: str
    posts: dict[str, str]
    tenant_posts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applicant:
    """Somebody with an account of their own at a tenant's portal, made when a test needs it."""

    email: str
    tenant: str = "bahrain"
    language: str = "en"


# Bahrain: Fatima answers for electricity, Yusuf for roads; Maryam dispatches; Khalid heads the
# authority above Fatima's department and may read only. Noor has an account and no post.
FATIMA = Person(
    "فاطمة الأنصاري",
    "fatima@bahrain.example",
    "bahrain",
    "ar",
    {"ewa-electricity-distribution": "focal_point"},
)
YUSUF = Person(
    "Yusuf Al Doseri",
    "yusuf@bahrain.example",
    "bahrain",
    "en",
    {"roads-projects-maintenance": "focal_point"},
)
MARYAM = Person(
    "مريم الخليفة",
    "maryam@bahrain.example",
    "bahrain",
    "ar",
    {
        "tawasul-office": "dispatcher",
        "electricity-water-authority": "dispatcher",
        "ministry-of-works": "dispatcher",
    },
)
KHALID = Person(
    "Khalid Al Mannai",
    "khalid@bahrain.example",
    "bahrain",
    "en",
    {"electricity-water-authority": "head"},
)
NOOR = Person("Noor Ahmed", "noor@bahrain.example", "bahrain", "en", {})
LAYLA = Person(
    "Layla Hasan", "layla@bahrain.example", "bahrain", "en", {}, tenant_posts=("editor",)
)
# Salma gives posts and reads no case; Adel audits; Huda watches over personal data.
SALMA = Person(
    "Salma Fakhro", "salma@bahrain.example", "bahrain", "en", {}, tenant_posts=("administrator",)
)
ADEL = Person("Adel Nasser", "adel@bahrain.example", "bahrain", "en", {}, tenant_posts=("auditor",))
HUDA = Person(
    "هدى سالم",
    "huda@bahrain.example",
    "bahrain",
    "ar",
    {},
    tenant_posts=("data_protection_officer",),
)

# Jordan: Omar is the outsider in every permission test about Bahrain.
OMAR = Person(
    "عمر الزعبي",
    "omar@jordan.example",
    "jordan",
    "ar",
    {"greater-amman-municipality": "focal_point", "prime-ministry": "dispatcher"},
)
RANIA = Person("Rania Haddad", "rania@jordan.example", "jordan", "en", {}, tenant_posts=("editor",))
ZAID = Person(
    "Zaid Qasem", "zaid@jordan.example", "jordan", "en", {}, tenant_posts=("administrator",)
)

EVERYONE = (FATIMA, YUSUF, MARYAM, KHALID, NOOR, LAYLA, SALMA, ADEL, HUDA, OMAR, RANIA, ZAID)

# Sara files cases in Bahrain. In Jordan the same address is another person.
SARA = Applicant("sara@example.com")
HASAN = Applicant("hasan@example.com")
SARA_IN_JORDAN = Applicant("sara@example.com", tenant="jordan")
