"""Packs with one fault each: file, what is replaced by what, and the line that tells it."""

ONE_FAULT = {
    "an entity below itself": (
        "entities.toml",
        'code = "prime-ministers-court"',
        'code = "prime-ministers-court"\nparent = "tawasul-office"',
        "entities.toml: entities[0].parent: expected a hierarchy without a circle, found "
        "'prime-ministers-court' → 'tawasul-office' → 'prime-ministers-court'",
    ),
    "an entity that is its own parent": (
        "entities.toml",
        'code = "prime-ministers-court"',
        'code = "prime-ministers-court"\nparent = "prime-ministers-court"',
        "entities.toml: entities[0].parent: expected a hierarchy without a circle, found "
        "'prime-ministers-court' → 'prime-ministers-court'",
    ),
    "a parent that does not exist": (
        "entities.toml",
        'parent = "prime-ministers-court"',
        'parent = "prime-minister"',
        "entities.toml: entities[1].parent: expected the code of another entity, found "
        "'prime-minister', which entities.toml does not have",
    ),
    "a sector that does not exist": (
        "entities.toml",
        'sector = "government"',
        'sector = "goverment"',
        "entities.toml: entities[0].sector: expected the code of a sector, found 'goverment', "
        "which entities.toml does not have",
    ),
    "a code that is there twice": (
        "sla.toml",
        'code = "high"',
        'code = "standard"',
        "sla.toml: policies[1].code: expected a code that no other policy has, found 'standard', "
        "the code of policies[0]",
    ),
    "a language that is missing": (
        "catalogue.toml",
        'name = { ar = "شكوى", en = "Complaint" }',
        'name = { ar = "شكوى" }',
        "catalogue.toml: types[0].name.en: expected a value, found nothing",
    ),
    "an empty name": (
        "catalogue.toml",
        'en = "Complaint"',
        'en = " "',
        "catalogue.toml: types[0].name.en: expected a text that is not empty, found ' '",
    ),
    "a reply with a name that nobody can fill in": (
        "catalogue.toml",
        "{applicant_greeting}",
        "{applicant}",
        "catalogue.toml: replies[0].body.ar: expected no braces but {number}, {entity}, "
        "{category}, {due_date}, {applicant_greeting}, {today} (a brace itself is written twice), "
        "found '{applicant}\\n\\nوصلتنا رسالتك رقم {number} حول: {category}. لنصل إلى المكان من …",
    ),
    "a reply of an entity that does not exist": (
        "catalogue.toml",
        'entity = "ewa-electricity-distribution"\ncategory = "street-lighting"',
        'entity = "ewa"\ncategory = "street-lighting"',
        "catalogue.toml: replies[7].entity: expected the code of an entity, found 'ewa', "
        "which entities.toml does not have",
    ),
    "a key that nobody knows": (
        "entities.toml",
        'kind = "office"',
        'kind = "office"\nparrent = "x"',
        "entities.toml: entities[0].parrent: expected no key of this name, found 'x'",
    ),
    "a kind that nobody knows": (
        "entities.toml",
        'kind = "office"',
        'kind = "bureau"',
        "entities.toml: entities[0].kind: expected 'ministry', 'authority', 'council', 'office' "
        "or 'department', found 'bureau'",
    ),
    "a date as a text": (
        "calendar.toml",
        "from = 2026-01-01",
        'from = "2026-01-01"',
        "calendar.toml: holidays[0].from: expected a date such as 2026-03-20, found '2026-01-01'",
    ),
    "a holiday that ends before it begins": (
        "calendar.toml",
        "to = 2026-03-22",
        "to = 2026-03-02",
        "calendar.toml: holidays[1].to: expected a day from 2026-03-20 on, found 2026-03-02",
    ),
    "a holiday of years": (
        "calendar.toml",
        "to = 2026-03-22",
        "to = 2206-03-22",
        "calendar.toml: holidays[1].to: expected a holiday of at most 60 days, found 2026-03-20 "
        "to 2206-03-22",
    ),
    "a season within a season": (
        "calendar.toml",
        "from = 2027-02-08",
        """from = 2027-02-01
to = 2027-02-10
week = {}

[[seasons]]
name = { ar = "رمضان", en = "Ramadan" }
from = 2027-02-08""",
        "calendar.toml: seasons[1].from: expected a day after 2027-02-10, when seasons[0] ends, "
        "found 2027-02-08",
    ),
    "hours of an entity that does not exist": (
        "calendar.toml",
        'entity = "general-directorate-of-civil-defence"',
        'entity = "fire-brigade"',
        "calendar.toml: entities[0].entity: expected the code of an entity, found 'fire-brigade', "
        "which entities.toml does not have",
    ),
    "an hour that does not exist": (
        "calendar.toml",
        '["07:00", "14:00"]',
        '["07:00", "25:00"]',
        "calendar.toml: week.sun[0][1]: expected a time such as 07:30, found '25:00'",
    ),
    "a day that closes before it opens": (
        "calendar.toml",
        '["07:00", "14:00"]',
        '["14:00", "07:00"]',
        "calendar.toml: week.sun: expected times that follow each other and do not overlap, found "
        "[['14:00', '07:00']]",
    ),
    "a colour that is none": (
        "brand.toml",
        'link = "#9b1029"',
        'link = "red"',
        "brand.toml: light.link: expected a colour such as #0b6b43, found 'red'",
    ),
    "a NUL in a text": (
        "texts.toml",
        "Your voice is heard",
        "Your voice\\u0000 is heard",
        "texts.toml: home_title.en: expected a text without control characters, found "
        "'Your voice\\x00 is heard in Bahrain'",
    ),
    "a NUL in the file": (
        "texts.toml",
        "[home_title]",
        "[home_title]\x00",
        "texts.toml: line 3, column 13: expected TOML, found a fault of syntax: Expected newline "
        "or end of document after a statement",
    ),
    "a triage entity that does not exist": (
        "tenant.toml",
        'triage_entity = "tawasul-office"',
        'triage_entity = "tawasul"',
        "tenant.toml: triage_entity: expected the code of an entity, found 'tawasul', which "
        "entities.toml does not have",
    ),
    "another tenant's pack": (
        "tenant.toml",
        'slug = "bahrain"',
        'slug = "jordan"',
        "tenant.toml: slug: expected 'bahrain', the tenant being loaded, found 'jordan'",
    ),
    "an identity number with a pattern that is none": (
        "tenant.toml",
        'pattern = "[0-9]{9}"',
        'pattern = "[0-9"',
        "tenant.toml: national_id.pattern: expected a regular expression such as [0-9]{9}, found "
        "'[0-9'",
    ),
    "an identity number whose example breaks its own rule": (
        "tenant.toml",
        'example = "900412345"',
        'example = "900412345", weights = [1, 2]',
        "tenant.toml: national_id: expected an example that fits the pattern, with a weight for "
        "each digit, found {'name': {'ar': 'الرقم الشخصي', 'en': 'Personal number (CPR)'}, "
        "'pattern': '[0-…",
    ),
    "a host with a port": (
        "tenant.toml",
        "bahrain.localhost",
        "bahrain.localhost:8000",
        "tenant.toml: hosts[0]: expected a host name in small letters, without port, found "
        "'bahrain.localhost:8000'",
    ),
    "a time zone that does not exist": (
        "tenant.toml",
        "Asia/Bahrain",
        "Asia/Manama",
        "tenant.toml: time_zone: expected an IANA time zone such as Asia/Bahrain, found "
        "'Asia/Manama'",
    ),
    "a number as a text": (
        "sla.toml",
        "resolution_days = 14",
        'resolution_days = "14"',
        "sla.toml: policies[0].resolution_days: expected a whole number, found '14'",
    ),
    "a promise for no day": (
        "sla.toml",
        "resolution_days = 14",
        "resolution_days = 0",
        "sla.toml: policies[0].resolution_days: expected greater than or equal to 1, found 0",
    ),
    "no policy for everything else": (
        "sla.toml",
        'code = "standard"',
        'code = "standard"\ntype = "complaint"',
        "sla.toml: policies: expected exactly one with neither category, entity, pillar, type, "
        "importance, applicant nor channel, found none",
    ),
    "two default levels of importance": (
        "catalogue.toml",
        "rank = 3",
        "rank = 3\ndefault = true",
        "catalogue.toml: importance: expected exactly one with default = true, found 'normal' and "
        "'high'",
    ),
    "a category without anybody responsible": (
        "catalogue.toml",
        'entity = "roads-projects-maintenance"\n',
        "",
        "catalogue.toml: categories[1].entity: expected a value, as every second-level category "
        "has, found nothing",
    ),
    "a category on a third level": (
        "catalogue.toml",
        'parent = "roads"',
        'parent = "road-flooding"',
        "catalogue.toml: categories[1].parent: expected the code of a first-level category, found "
        "'road-flooding', which has a parent itself",
    ),
}
