"""A number names somebody by the label before it; a label of every day asks for more than a label.

Labels are those of forms in several countries. Some (case, order, policy) are plain words too:
behind these the number needs a word such as "number", or more digits than a measure has.
"""

import re

from bot.gate.rule import Holds, Rule, after, before, keyed

_NO = r"(?:number|numbers|no|nos|nr|num|n[°º]|#|id|ids|identifier|code|ref)"
_FILL = r"(?:is|was|of|the|with|ending|ends|end|in|and|on|says|reads)"
_LINK = rf"(?:[\s:#.=()\-–]{{0,3}}(?:{_NO}|{_FILL})(?!\w)){{0,4}}[\s:#.=()\-–]{{0,4}}"
_VALUE = (
    r"(?P<it>(?:(?!(?:at|is|was|in|on|to|of|and|the|for|with|from|by)\s)[a-z]{1,4}[\s\-/]?)?"
    r"\d[a-z\d]{0,20}(?:[\s\-/.]{1,2}[a-z]{0,3}[\-/.]?\d[a-z\d]{0,20}){0,6}"
    r"(?:[\s-]?(?-i:[A-Z]{1,2})\b)?)(?!\w)"
)
_COUNTED = re.compile(
    rf"(?:(?<!\w){_NO}|#)[\s:.=()\-–]{{0,4}}(?:{_FILL}[\s:=()\-–]{{1,4}}){{0,2}}$"
)
MEASURE = re.compile(
    r"\s?(?:%|°|mg|mcg|µg|g|kg|ml|l|iu|units?|cm|mm|mmol|hours?|hrs?|days?|weeks?|months?|minutes?"
    r"|mins?|years?|times|people|patients|percent|tablets?|doses|points?|cells|copies|bpm|dollars"
    r"|words|votes|genes|cases|participants|studies|children|women|men|adults|subjects|calories"
    r"|steps|deaths|million|billion|thousand|fold|base|species|km|miles|feet)\b"
)
"""Behind a number: it measures or counts."""
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d(?:[-–/]\d\d){0,2}")

NEVER = 99
"""More digits than any number has: without "number" the label says nothing."""


def digits_in(said: str) -> int:
    return sum(sign.isdigit() for sign in said)


def _enough(least: int, bare: int) -> Holds:
    """Whether a number has `least` digits, or `bare` where no "number" is said before it."""

    def holds(text: str, start: int, end: int) -> bool:
        counted = _COUNTED.search(before(text, start, 24))
        if digits_in(text[start:end]) < (least if counted else bare):
            return False
        if not counted and _DATE.fullmatch(text, start, end):
            return False
        return not MEASURE.match(after(text, end, 14))

    return holds


def _label(kind: str, labels: str, least: int, bare: int) -> Rule:
    """A rule for labels, parted by commas, each looked for by its first word."""
    said = sorted((label.strip() for label in labels.split(",")), key=len, reverse=True)
    pattern = "|".join(re.escape(label).replace(r"\ ", r"[\s-]?") for label in said)
    first = " ".join(label.split()[0] for label in said)
    holds = _enough(least, bare)
    return keyed(kind, first, rf"(?:{pattern})(?![^\W\d]){_LINK}{_VALUE}", holds, digits=least)


LABELLED = (
    _label(
        "social",
        "ssn, social security, social, nhs, national insurance, national, ni, nino, pps, bsn, cpf,"
        " sin, aadhaar, aadhar, pesel, curp, dni, nif, nie, personnummer, cpr, nric, tfn, tax, nir,"
        " codice fiscale, sécurité sociale, securite sociale, steuer id",
        least=4,
        bare=7,
    ),
    _label(
        "social",
        "last four of social, last 4 of social, last four of ssn, last 4 of ssn, last four ssn,"
        " last 4 ssn, last four social, last 4 social",
        least=4,
        bare=4,
    ),
    _label(
        "record",
        "mrn, medical record, uhid, urn, chi, crn, emr, nhc, last four, last 4, last four digits",
        least=3,
        bare=4,
    ),
    _label("record", "hosp, hospital, patient, pt, unit, cr, op, ip, mr", least=4, bare=NEVER),
    _label(
        "record",
        "chart, charts, folder, record, records, file, case notes, casenotes, notes, ur, dossier,"
        " historia",
        least=4,
        bare=6,
    ),
    _label(
        "plan",
        "member, membership, policy, subscriber, insurance, insured, medicare, medicaid, group,"
        " plan, health card, ohip, beneficiary, kvnr, versichertennummer, versicherung, nhif, hicn,"
        " mbi, mutuelle, claim",
        least=4,
        bare=7,
    ),
    _label(
        "account",
        "account, acct, acc, a/c, iban, sort code, invoice, bill, billing, statement, receipt,"
        " routing, konto, bank",
        least=4,
        bare=6,
    ),
    _label(
        "licence",
        "hcpc, ahpra, rpps, lanr, upin, license, licence, lic, dl, certificate, passport,"
        " reisepass, pasaporte, passeport, prescriber, permit, diploma",
        least=4,
        bare=6,
    ),
    _label("licence", "npi, dea, gmc, nmc, nmc pin, nurse pin", least=4, bare=5),
    _label("licence", "pin, registration, reg", least=4, bare=NEVER),
    _label("device", "serial, s/n, sn, imei, udi, seriennummer, serien nr", least=4, bare=5),
    _label(
        "device",
        "device, implant, pacemaker, pacer, icd, pump, valve, lot, gerät, gerätenummer",
        least=4,
        bare=6,
    ),
    _label(
        "number",
        "accession, ref, reference, case, specimen, sample, ticket, order, incident, barcode,"
        " bar code, study, participant, subject, card, requisition, encounter, episode,"
        " confirmation, tracking, docket, badge, employee, student, lab, request, crime, complaint,"
        " aktenzeichen",
        least=4,
        bare=5,
    ),
    _label("number", "id, identifier, identification", least=5, bare=5),
)
