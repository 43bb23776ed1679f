"""What a column can mean, and the headings by which each meaning is known."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Form(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NUMBERS = "numbers"
    ORGANISATION_NUMBER = "organisation_number"
    MONEY = "money"
    RATE = "rate"
    DATE = "date"
    PLACES = "places"
    CURRENCY = "currency"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Target:
    """A meaning: what to call it, how its cells are read, and the headings it is known by.

    Headings are in lower case, words parted by one space, as `headings.plain` makes them.
    Those of `swedish` also tell that a file is in Swedish, and that its money is kronor.
    """

    label: str | Promise
    form: Form
    swedish: str = ""
    other: str = ""

    def names(self) -> tuple[str, ...]:
        return tuple(
            name.strip() for name in f"{self.swedish},{self.other}".split(",") if name.strip()
        )


PERSONAL = "personal"
"""The target of a column about persons, which is never kept."""

CASE, REFERENCE, COUNTRY = "case_number", "reference", "country"

TARGETS: dict[str, Target] = {
    CASE: Target(
        _("case number of the project"),
        Form.NUMBERS,
        "ärende id, ärendeid, ärendenummer, ärendenr, ärende nr, projektnummer, projektnr, "
        "projekt nr, projekt id, projektid, insats id, diarienummer operation id",
        "identifier, id, case number, case no, case id, project number, project id, project no, "
        "operation id, operation unique identifier, grant number, grant id, aktenzeichen",
    ),
    REFERENCE: Target(
        _("decision reference"),
        Form.NUMBERS,
        "diarienummer, diarienr, diarie nr, dnr, länsstyrelsens diarienummer, beslutsnummer, "
        "regionens diarienummer, diarienummer region",
        "decision reference, reference number, reference, ref",
    ),
    "title_sv": Target(
        _("title"),
        Form.TEXT,
        "projektnamn, projekt namn, projekttitel, projektets namn, projektets titel, titel, "
        "projekt, benämning, projektbenämning, namn på insatsen, namn på projektet, insats, "
        "insatsens namn, namn",
        "title, project title, project name, name of project, project, operation name, "
        "operation title, name of operation, operation name programme language, "
        "bezeichnung des vorhabens, tytuł projektu",
    ),
    "title_en": Target(
        _("title in English"),
        Form.TEXT,
        "titel på engelska, projektnamn på engelska, engelsk titel, titel engelska",
        "operation name english, english title, title in english, title en",
    ),
    "purpose_sv": Target(
        _("purpose"),
        Form.TEXT,
        "projektbeskrivning, beskrivning, sammanfattning, projektsammanfattning, syfte, "
        "projektets syfte, kort beskrivning, beskrivning av projektet, sammanfattning av projektet",
        "description, summary, abstract, project description, project summary, "
        "operation summary, operation summary programme language, zusammenfassung des vorhabens",
    ),
    "purpose_en": Target(
        _("purpose in English"),
        Form.TEXT,
        "sammanfattning engelsk, sammanfattning på engelska, beskrivning på engelska, "
        "engelsk sammanfattning",
        "operation summary english, summary in english, description in english",
    ),
    "acronym": Target(_("acronym"), Form.TEXT, "akronym, kortnamn, förkortning", "acronym"),
    "kind": Target(
        _("kind of project"), Form.TEXT, "projekttyp, typ av projekt, projektform", "project type"
    ),
    "lead_name": Target(
        _("lead"),
        Form.TEXT,
        "stödmottagare, stödmottagarens namn, bidragsmottagare, projektägare, projektägarens namn, "
        "sökande, sökande organisation, huvudsökande, mottagare, organisation, aktör, företag, "
        "projektägare namn, medelsmottagare, namn på stödmottagare",
        "lead, lead beneficiary, lead partner, lead organisation, lead organisation name, "
        "beneficiary, beneficiary name, name of beneficiary, beneificary name, applicant, "
        "recipient, recipient org name, recipient organization name, recipient organisation name, "
        "name des begünstigten, nazwa beneficjenta",
    ),
    "lead_number": Target(
        _("organisation number of the lead"),
        Form.ORGANISATION_NUMBER,
        "organisationsnummer, organisationsnr, orgnr, org nr, org nummer, "
        "projektägare organisationsnummer, stödmottagarens organisationsnummer, "
        "organisationsnummer stödmottagare, projektägarens organisationsnummer",
        "organisation number, registration number, beneficiary id, beneficiary unique identifier, "
        "lead organisation number, recipient org identifier, recipient organization id",
    ),
    "lead_kind": Target(
        _("kind of lead"),
        Form.TEXT,
        "drivs av, organisationstyp, typ av organisation, aktörstyp, organisationsform, "
        "juridisk form, typ av sökande, stödmottagartyp",
        "organisation type, type of organisation, beneficiary type",
    ),
    "funder_name": Target(
        _("funder"),
        Form.TEXT,
        "finansiär, finansiärens namn, bidragsgivare, stödgivare, beslutande organisation, "
        "beslutsfattare, medfinansiär, finansierande organisation",
        "funder, funder name, funding org name, funding organization name, grantor, co funder",
    ),
    "funder_number": Target(
        _("organisation number of the funder"),
        Form.ORGANISATION_NUMBER,
        "finansiärens organisationsnummer, organisationsnummer finansiär",
        "funding org identifier, funding organization id, funder number",
    ),
    "fund": Target(
        _("fund"),
        Form.TEXT,
        "fond, eu fond, finansieringskälla, anslag, fondnamn",
        "fund, fund name, eu fund, fund code, funding source",
    ),
    "programme": Target(
        _("programme"),
        Form.TEXT,
        "program, programnamn, område, programområde, regionalt program, stödprogram, "
        "bidragsprogram, program cci",
        "programme, program, programme name, operational programme, grant programme title, "
        "grant programme",
    ),
    "priority": Target(
        _("priority"),
        Form.TEXT,
        "insatsområde, insatsområden, prioritering, prioritet, investeringsprioritering, "
        "programområde priority",
        "priority, priority axis, priority label, priority name, program priority axis name",
    ),
    "granted": Target(
        _("granted support"),
        Form.MONEY,
        "beviljat belopp, beviljade medel, beviljat bidrag, summa beviljat bidrag, beviljat stöd, "
        "beslutat belopp, beslutat stöd, stödbelopp, bidragsbelopp, bidrag, belopp, "
        "beviljad summa, stöd, beviljat, utbetalat stöd",
        "granted, granted amount, amount granted, amount awarded, award amount, amount, grant, "
        "grant amount, support",
    ),
    "eu": Target(
        _("support from an EU fund"),
        Form.MONEY,
        "eu stöd, eu medel, eu belopp, beviljat eu stöd, stöd från eu, eruf, eruf stöd, "
        "esf stöd, beviljat belopp eu, eu finansiering, eu stöd i",
        "eu support, eu funds awarded, eu contribution, eu contribution in, eu funding, eu funds, "
        "eu grant, erdf, union contribution, dofinansowanie z eu, dofinansowanie z ue",
    ),
    "national": Target(
        _("national public support"),
        Form.MONEY,
        "nationell medfinansiering, offentlig medfinansiering, regional medfinansiering, "
        "nationell offentlig finansiering, statligt stöd, regionalt stöd, regionens stöd, "
        "regionala medel, nationellt offentligt stöd, offentlig finansiering",
        "national support, national co financing, national public support, public match funding, "
        "national contribution",
    ),
    "private": Target(
        _("private funding"),
        Form.MONEY,
        "privat medfinansiering, privat finansiering, privata medel, privat insats",
        "private funding, private co financing, private contribution",
    ),
    "proposed": Target(
        _("prioritised amount"),
        Form.MONEY,
        "prioriterat belopp, föreslaget belopp, prioriterat eu stöd, föreslaget eu stöd",
        "proposed, proposed amount, prioritised amount, proposed support",
    ),
    "total_cost": Target(
        _("total cost"),
        Form.MONEY,
        "total projektbudget, totalkostnad, total kostnad, totalbudget, "
        "projektets totala kostnad, totala projektkostnader, projektbudget, totalt, "
        "total finansiering, projektkostnad",
        "total cost, total project cost, total costs, total budget, total budget in, "
        "project cost, budget, wartość projektu",
    ),
    "eligible_cost": Target(
        _("eligible cost"),
        Form.MONEY,
        "stödberättigande kostnader, stödberättigande kostnad, stödgrundande kostnader, "
        "stödgrundande finansiering, totala stödberättigande utgifter, "
        "totala stödberättigande kostnader",
        "eligible cost, eligible costs, total eligible cost, total eligible expenditure, "
        "total eligible expenditure amount, "
        "total eligible expenditure allocated to the operation, "
        "gesamtbetrag der förderfähigen ausgaben des vorhabens",
    ),
    "eu_rate": Target(
        _("EU rate, percent"),
        Form.RATE,
        "eu andel, stödandel, medfinansieringsgrad, unionens medfinansieringsgrad, "
        "eu medfinansieringsgrad, stödprocent, stödnivå, andel eu stöd",
        "eu rate, co financing rate, cofinancing rate, union co financing rate, "
        "union co financing rate as per priority axis, co financing rate of the union, "
        "unions kofinanzierungssatz pro prioritätsachse",
    ),
    "starts_on": Target(
        _("starts on"),
        Form.DATE,
        "startdatum, projekt starttid, projektstart, starttid, start, startdag, från, fr o m, "
        "projektets startdatum, projektperiod start, startår, planerad start",
        "start date, starts on, start, operation start date, project start, project start date, "
        "planned dates start date, datum des beginns des vorhabens",
    ),
    "ends_on": Target(
        _("ends on"),
        Form.DATE,
        "slutdatum, projekt sluttid, projektslut, sluttid, slut, slutdag, till, t o m, "
        "projektets slutdatum, projektperiod slut, slutår, planerat slut",
        "end date, ends on, end, operation end date, operation expected end date, project end, "
        "project end date, planned dates end date, datum des endes des vorhabens",
    ),
    "decided_on": Target(
        _("date of decision"),
        Form.DATE,
        "beslutsdatum, beslutsdag, beslut, datum för beslut, beslutad, beslutat, beviljad datum",
        "decision date, date of decision, decided on, award date, approval date, date awarded",
    ),
    "county": Target(
        _("county"), Form.PLACES, "län, länsnamn, länskod, berörda län", "county, counties"
    ),
    "municipality": Target(
        _("municipality"),
        Form.PLACES,
        "kommun, kommuner, kommunnamn, kommunkod, berörda kommuner, kommun er",
        "municipality, municipalities",
    ),
    "place": Target(
        _("place"),
        Form.PLACES,
        "plats, ort, geografi, geografiskt område, geografisk omfattning, berört område, region",
        "place, location, location indicator nuts code, nuts, nuts code, region name, "
        "regionalcode des vorhabens, location indicator, beneficiary location name",
    ),
    COUNTRY: Target(
        _("country"),
        Form.PLACES,
        "land, stödmottagarens land",
        "country, beneficiary country, countryid, country id",
    ),
    "round_body": Target(
        _("who prioritised or decided"),
        Form.TEXT,
        "strukturfondspartnerskap, partnerskap, prioriterat av",
        "round body, partnership",
    ),
    "round_on": Target(
        _("date of the meeting"),
        Form.DATE,
        "mötesdatum, sammanträdesdatum, möte, sammanträde, prioriteringsdatum",
        "met on, meeting date, date of meeting",
    ),
    "status": Target(
        _("status"),
        Form.TEXT,
        "status, projektstatus, ärendestatus",
        "project status, operation status",
    ),
    "web": Target(
        _("website"),
        Form.TEXT,
        "webbplats, hemsida, projektets webbplats, webb, länk, webbadress",
        "website, web, url, project website, web address",
    ),
    "currency": Target(
        _("currency"),
        Form.CURRENCY,
        "valuta",
        "currency, currency code, total eligible expenditure currency",
    ),
    PERSONAL: Target(_("about persons: never kept"), Form.LEFT_OUT),
}
"""By the name that `Problem.field`, `Mapping` and `Mapping.with_targets` use."""
