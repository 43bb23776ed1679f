"""What each kind of data holds, kept by hand; a test asks every list whether it is true."""

from typing import Any

type Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
WORD: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
KEY: Schema = {"type": "integer"}
OTHER_KEY: Schema = {"type": ["integer", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
KRONOR: Schema = {
    "type": ["string", "null"],
    "pattern": r"^-?[0-9]+\.[0-9]{2}$",
    "description": "Kronor with two decimals; null is unknown, or no limit.",
}
PERCENT: Schema = {"type": ["string", "null"], "pattern": r"^[0-9]+\.[0-9]{2}$"}
BASES = [
    *("eu_support", "granted_support", "public_support", "registered_support"),
    *("total_funding", "total_cost", "proposed_support"),
]
BASIS: Schema = {"type": "string", "enum": BASES}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(name: str) -> Schema:
    return {"oneOf": [ref(name), {"type": "null"}]}


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def one_of(*values: str | None) -> Schema:
    kind = ["string", "null"] if None in values else "string"
    return {"type": kind, "enum": list(values)}


def whole(description: str, **properties: Schema) -> Schema:
    """Return an object that has all of these and nothing else."""
    return part(description, **properties) | {"required": list(properties)}


def part(description: str, **properties: Schema) -> Schema:
    """Return an object that has those of these that were asked for, and nothing else."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
    }


TEXT, URL = maybe("Text"), ref("Addresses")
CODE = one_of("day", "month", "year", None)

PARTS: dict[str, Schema] = {
    "Text": whole("A text in Swedish and English; null where there is none.", sv=WORD, en=WORD),
    "Addresses": whole("The page in both languages.", sv=STRING, en=STRING),
    "Amount": whole(
        "An amount as its source prints it, and both ends of what it can be, included.",
        amount=KRONOR,
        precision=one_of("exact", "rounded", "approximate", "at_most", None),
        step=KRONOR,
        at_least=KRONOR,
        at_most=KRONOR,
    ),
    "Total": whole(
        "A sum with all that must be said beside it: what it counts, both ends, what it lacks.",
        basis=BASIS,
        at_least=KRONOR,
        at_most=KRONOR,
        unknown_parts=COUNT,
        is_approximate=FLAG,
        on=DAY,
        projects=COUNT,
    ),
    "Party": whole(
        "Who decides, pays or takes part. A group has a name and no page.",
        type=one_of("organisation", "partnership", "group"),
        slug=WORD,
        name=TEXT,
        number=WORD,
        number_scheme=WORD,
    ),
    "Named": whole("A programme or fund by name.", slug=STRING, code=WORD, name=TEXT),
    "NamedRound": whole("A round by name.", slug=STRING, name=TEXT),
    "NamedPlace": whole("A place by its official code.", code=STRING, kind=STRING, name=TEXT),
    "Source": whole(
        "Where a fact is read.",
        id=KEY,
        title=STRING,
        publisher=STRING,
        url=WORD,
        dated=DAY,
        retrieved=DAY,
        sha256=WORD,
    ),
    "Period": whole(
        "The days of a project, both included, and how finely each is known.",
        starts_on=DAY,
        starts_on_precision=CODE,
        ends_on=DAY,
        ends_on_precision=CODE,
    ),
    "Priority": whole("A priority.", slug=STRING, code=WORD, name=TEXT, programme=ref("Named")),
    "ProgrammePriority": whole(
        "A priority and how sources word it.",
        slug=STRING,
        code=WORD,
        name=TEXT,
        aliases=many(STRING),
    ),
    "Participation": whole(
        "One that takes part; both days included, null is unknown or open.",
        role=one_of("lead", "partner", "target_group"),
        party=ref("Party"),
        note=TEXT,
        from_on=DAY,
        until_on=DAY,
    ),
    "ProjectPlace": whole(
        "What a project has to do with a place.",
        meaning=one_of("carried_out_in", "affects", "seat"),
        place=ref("NamedPlace"),
        source=maybe("Source"),
    ),
    "SpecificObjective": whole(
        "The specific objective of the programme that a project serves.", code=WORD, name=TEXT
    ),
    "Intervention": whole(
        "A field of intervention, three digits, and its share of the support; null is unknown.",
        code=STRING,
        share=PERCENT,
    ),
    "MissingFact": whole(
        "A fact that every project should have and no source gives.",
        fact=one_of("decision", "lead", "period", "place"),
        note=TEXT,
    ),
    "Verdict": whole(
        "What the registry says of a stated figure; `parts` are the splits it sums up.",
        sign=one_of("=", "≈", "?", "≠"),
        kind=one_of("agrees", "rounding", "untested", "contradicts"),
        sentence=ref("Text"),
        parts=many(KEY),
    ),
    "Payment": whole(
        "Paid out of a split, or paid back where negative; it counts unless taken back.",
        id=KEY,
        split=KEY,
        amount=KRONOR,
        paid_on=DAY,
        period_from=DAY,
        period_until=DAY,
        reference=WORD,
        takes_back=OTHER_KEY,
        reason=TEXT,
        source=maybe("Source"),
        recorded_at=MOMENT,
        counts=FLAG,
    ),
    "Correction": whole(
        "That an entry was wrong, and why.",
        kind=one_of("decision", "payment"),
        id=KEY,
        corrects=OTHER_KEY,
        reason=TEXT,
        recorded_at=MOMENT,
    ),
    "ChangedFact": whole(
        "A fact beside the money that a decision changed.",
        on=DAY,
        fact=STRING,
        before={"oneOf": [WORD, ref("Amount")]},
        after={"oneOf": [WORD, ref("Amount")]},
    ),
    "ApprovedAlone": whole("Approved without a second person, and why.", on=DAY, reason=TEXT),
    "NewsItem": whole("An article.", slug=STRING, title=TEXT, published_at=MOMENT, url=URL),
    "ArticleCorrection": whole("What was corrected in an article.", at=MOMENT, words=TEXT),
    "OtherName": whole(
        "A name it had, or is also known by.",
        name=STRING,
        kind=one_of("former", "alias", "short"),
        from_on=DAY,
        until_on=DAY,
    ),
    "Selection": whole(
        "How much is chosen in all, on the first page alone.",
        count=COUNT,
        totals=many(ref("Total")),
    ),
    "Withdrawn": part(
        "What is left of something withdrawn.",
        reference=STRING,
        slug=STRING,
        url=URL,
        withdrawn_at=MOMENT,
        withdrawn_on=DAY,
        reason=TEXT,
    )
    | {"required": ["slug", "url", "withdrawn_at", "withdrawn_on", "reason"]},
}

_STATED = {
    "id": KEY,
    "quantity": one_of("money", "projects"),
    "basis": BASIS,
    "funder": maybe("Party"),
    "fund": maybe("Named"),
    "place": maybe("NamedPlace"),
    "words": WORD,
    "amount": ref("Amount"),
    "stated_on": DAY,
    "source": maybe("Source"),
}
PARTS["StatedFigure"] = whole("A figure as its source states it; never summed.", **_STATED)
PARTS["JudgedFigure"] = whole(
    "A stated figure and whether it agrees with the parts.", **_STATED, verdict=ref("Verdict")
)

ITEMS: dict[str, Schema] = {
    "Project": part(
        "One project as the public sees it.",
        reference=STRING,
        slug=STRING,
        url=URL,
        acronym=WORD,
        title=TEXT,
        purpose=TEXT,
        results=TEXT,
        kind=one_of("pre_study", "implementation", None),
        status=one_of("planned", "ongoing", "finished", "cancelled", None),
        period=ref("Period"),
        priority=maybe("Priority"),
        participations=many(ref("Participation")),
        places=many(ref("ProjectPlace")),
        specific_objective=maybe("SpecificObjective"),
        interventions=many(ref("Intervention")),
        postcode=WORD,
        missing_facts=many(ref("MissingFact")),
        total_cost=ref("Amount"),
        eligible_cost=ref("Amount"),
        totals=many(ref("Total")),
        decisions=many(ref("Decision")),
        stated_figures=many(ref("JudgedFigure")),
        payments=many(ref("Payment")),
        corrections=many(ref("Correction")),
        changed_facts=many(ref("ChangedFact")),
        approved_alone=many(ref("ApprovedAlone")),
        news=many(ref("NewsItem")),
        sources=many(ref("Source")),
        published_at=MOMENT,
    ),
    "Decision": part(
        "An entry of the ledger; in force from its day, or since its source is known, until "
        "before the day on which another replaces it.",
        id=KEY,
        project=STRING,
        kind=one_of(
            *("prioritised", "granted", "cofunding_promised", "rejected"),
            *("amended", "revoked", "closed"),
        ),
        entry=one_of("decision", "correction"),
        body=ref("Party"),
        round=maybe("NamedRound"),
        decided_on=DAY,
        in_force_from=DAY,
        in_force_until=DAY,
        case_number=WORD,
        reference=WORD,
        eu_rate=PERCENT,
        reason=TEXT,
        supersedes=OTHER_KEY,
        superseded_by=OTHER_KEY,
        source=maybe("Source"),
        recorded_at=MOMENT,
        splits=many(ref("Split")),
    ),
    "Split": part(
        "What one funder gives out of one fund by one decision, and the sums it is part of.",
        id=KEY,
        project=STRING,
        decision=KEY,
        funder=ref("Party"),
        fund=maybe("Named"),
        programme=maybe("Named"),
        form=one_of("cash", "in_kind"),
        amount=ref("Amount"),
        counts_in=many(BASIS),
    ),
    "Organisation": part(
        "A legal person that decides, pays, leads or takes part.",
        slug=STRING,
        url=URL,
        name=TEXT,
        other_names=many(ref("OtherName")),
        number=WORD,
        number_scheme=WORD,
        kind=STRING,
        sector=one_of("public", "private", "civil"),
        country=STRING,
        home=maybe("NamedPlace"),
        website=WORD,
        note=TEXT,
        succeeded_by=maybe("Party"),
        succeeded_on=DAY,
    ),
    "Partnership": part(
        "A partnership ranks applications and never pays.",
        slug=STRING,
        url=URL,
        name=TEXT,
        area=maybe("NamedPlace"),
        secretariat=maybe("Party"),
    ),
    "Round": part(
        "A meeting at which several applications were ranked or decided.",
        slug=STRING,
        url=URL,
        name=TEXT,
        kind=one_of("prioritisation", "decision"),
        body=ref("Party"),
        met_on=DAY,
        call=TEXT,
        summary=TEXT,
        stated_figures=many(ref("StatedFigure")),
    ),
    "Programme": part(
        "The plan under which money is granted.",
        slug=STRING,
        url=URL,
        code=WORD,
        name=TEXT,
        first_year=KEY,
        last_year=KEY,
        authority=maybe("Party"),
        highest_eu_share=PERCENT,
        funds=many(ref("Named")),
        priorities=many(ref("ProgrammePriority")),
    ),
    "Place": part(
        "A country, NUTS 2 area, county or municipality.",
        code=STRING,
        url=URL,
        kind=one_of("country", "nuts2", "county", "municipality"),
        name=TEXT,
        parent=WORD,
    ),
    "Fund": part(
        "Where money comes from.",
        slug=STRING,
        code=STRING,
        name=TEXT,
        level=one_of("eu", "eu_and_state", "state", "region", "municipality", "private"),
    ),
    "Article": part(
        "A piece of news. `body` is HTML; subjects are named by reference and slug.",
        slug=STRING,
        id=STRING,
        url=URL,
        kicker=TEXT,
        title=TEXT,
        lead=TEXT,
        body=ref("Text"),
        byline=TEXT,
        event_on=DAY,
        published_at=MOMENT,
        changed_at=MOMENT,
        projects=many(STRING),
        rounds=many(STRING),
        organisations=many(STRING),
        corrections=many(ref("ArticleCorrection")),
    ),
}

PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong, by RFC 9457, in Swedish or English as Accept-Language asks.",
    "properties": {
        "type": STRING,
        "title": STRING,
        "status": {"type": "integer"},
        "detail": STRING,
        "instance": STRING,
        "errors": many(whole("A parameter.", parameter=STRING, detail=STRING)),
        "withdrawn": ref("Withdrawn"),
    },
    "required": ["type", "title", "status", "detail", "instance"],
    "additionalProperties": False,
}
