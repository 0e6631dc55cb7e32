"""The long contract: a master services agreement of more than sixty pages, written by templates."""

import random
from itertools import cycle

from samples.contracts import Contract

SUPPLIER, CUSTOMER = "Halvorsen Data Systems, Inc.", "Pinecrest Regional Hospitals"
TOPICS = {
    "Scope of the Services": ("work order|service description|deliverable|milestone plan|service catalogue", "describe|deliver|complete|revise|publish"),
    "Personnel and Staffing": ("key person|subcontractor|background check|training record|staffing plan", "appoint|replace|supervise|brief|name"),
    "Governance": ("steering committee|monthly report|escalation path|risk register|decision log", "convene|maintain|circulate|review|minute"),
    "Change Control": ("change request|impact note|revised estimate|change log|baseline", "submit|assess|approve|record|price"),
    "Service Levels": ("availability target|response time|service credit|measurement window|incident class", "measure|meet|report|restore|verify"),
    "Acceptance Testing": ("test plan|acceptance certificate|defect list|test environment|retest", "execute|issue|correct|repeat|witness"),
    "Fees and Invoicing": ("fee schedule|invoice|expense claim|rate card|purchase order", "submit|dispute|pay|itemise|reconcile"),
    "Taxes": ("withholding certificate|exemption form|sales tax|tax record|duty", "provide|withhold|remit|retain|itemise"),
    "Records and Audit": ("audit trail|ledger|inspection|retention period|finding", "keep|open|copy|remedy|schedule"),
    "Data Protection": ("personal data|processing record|data subject request|transfer assessment|sub-processor", "process|restrict|answer|document|erase"),
    "Information Security": ("security incident|access right|encryption key|penetration test|vulnerability", "notify|revoke|rotate|commission|patch"),
    "Business Continuity": ("recovery plan|backup copy|failover exercise|recovery time|alternate site", "rehearse|restore|update|test|relocate"),
    "Intellectual Property": ("background material|foreground material|licence|source code|mark", "license|assign|deposit|mark|protect"),
    "Third-Party Software": ("open source component|licence notice|support contract|software inventory|patch level", "list|renew|upgrade|attribute|isolate"),
    "Equipment and Facilities": ("equipment list|access badge|workspace|delivery dock|maintenance slot", "provide|inspect|return|secure|label"),
    "Confidentiality": ("confidential record|need-to-know list|disclosure|return certificate|protective order", "protect|disclose|return|destroy|label"),
    "Warranties": ("warranty claim|workmanship|conformity|virus scan|remedy", "warrant|remedy|repeat|check|refund"),
    "Indemnities": ("third-party claim|defence|settlement|notice of claim|cost estimate", "defend|settle|notify|bear|contest"),
    "Limits of Liability": ("liability cap|excluded loss|aggregate amount|direct damage|carve-out", "limit|exclude|compute|reset|state"),
    "Insurance": ("certificate of insurance|policy|premium|additional insured|claim history", "maintain|renew|furnish|notify|endorse"),
    "Termination Assistance": ("exit plan|knowledge transfer|handover record|transition team|closing account", "prepare|hand over|train|close|verify"),
    "Dispute Resolution": ("notice of dispute|mediation|executive meeting|expert finding|standstill", "serve|attend|appoint|follow|suspend"),
    "Compliance": ("code of conduct|sanctions list|gift register|accessibility report|export licence", "observe|screen|file|certify|disclose"),
    "Notices": ("written notice|courier receipt|registered address|electronic copy|deemed receipt", "address|deliver|confirm|forward|date"),
}  # fmt: skip
WHO = (
    "Supplier",
    "Customer",
    "each party",
    "Supplier's project manager",
    "Customer's representative",
)
WHEN = (
    "within {n} business days of a request",
    "no later than the {nth} day of each month",
    "before any work under a Statement of Work begins",
    "promptly, and in any event within {n} hours",
    "at least once in every quarter",
    "for as long as a Statement of Work is open",
)
BUT = (
    "unless the parties agree otherwise in writing",
    "at its own cost",
    "provided that the other party has supplied what Schedule {s} asks of it",
    "without prejudice to any right that has already accrued",
    "and shall keep evidence of it for {n} months",
    "except where the law of the place of performance forbids it",
)
FORMS = (
    "{who} shall {verb} the {noun} {when}, {but}.",
    "Where a {noun} is late or incomplete, {who} shall {verb} it {when}.",
    "The {noun} and the {other} are to be read together; if they differ, the {noun} prevails.",
    "{who} may ask the other party to {verb} any {noun} that it reasonably believes to be wrong, {but}.",
    "No {noun} takes effect until {who} has been given the chance to {verb} it {when}.",
    "A failure to {verb} a {noun} is not a material breach if it is cured {when}.",
    "The cost of each {noun} is part of the charges, {but}.",
    "Upon receiving a {noun}, {who} shall {verb} it and tell the other party of any {other} that it affects.",
)
FRONT = (
    "# MASTER SERVICES AGREEMENT",
    f'This Master Services Agreement (this "Agreement") is made effective as of October 1, 2025 (the "Effective Date") by and between {SUPPLIER}, a Minnesota corporation having its principal place of business at 1400 Granary Road, Duluth ("Supplier"), and {CUSTOMER}, a non-profit corporation having its seat at 2 Lakeshore Plaza, Bemidji ("Customer").',
    "The parties signed a letter of intent on July 14, 2025 and a non-disclosure agreement on March 3, 2025; both end on the Effective Date and are replaced by this Agreement.",
)
TERM = "This Agreement begins on the Effective Date and continues for an initial term of five (5) years, unless it is ended earlier under this Article. Each Statement of Work states its own period, which may be as short as 90 days."
LAW = "This Agreement, and every Statement of Work, is governed by and construed in accordance with the laws of the State of Minnesota. Servers may stand in Nevada or Virginia; the place of a server changes nothing in this choice."


def write_agreement(seed: int = 60) -> Contract:
    """The contract; its front page, term and governing law lie far apart."""
    chance = random.Random(seed)
    paragraphs = list(FRONT)
    titles = [*TOPICS]
    for number, title in enumerate(titles, start=1):
        paragraphs += _article(chance, number, title, clauses=17)
        if number == 3:
            paragraphs.append(f"3.18 {TERM}")
        if number == 22:
            paragraphs += ["# Article 22a. Governing Law", f"22a.1 {LAW}"]
    for number in range(1, 7):
        paragraphs += _schedule(chance, number)
    paragraphs.append(
        f"Signed for {SUPPLIER} by Ragnhild Moe, President, and for {CUSTOMER} by Desmond Achebe, Chief Operating Officer."
    )
    return Contract(tuple(paragraphs), "2025-10-01", "Minnesota", "5 years", (SUPPLIER, CUSTOMER))


def _article(chance: random.Random, number: int, title: str, clauses: int) -> list[str]:
    nouns, verbs = (part.split("|") for part in TOPICS[title])
    forms = cycle(chance.sample(FORMS, len(FORMS)))
    made = [f"# Article {number}. {title}"]
    for clause in range(1, clauses + 1):
        sentences = [
            _sentence(chance, next(forms), nouns, verbs) for _ in range(chance.randint(3, 6))
        ]
        made.append(f"{number}.{clause} {' '.join(sentences)}")
    return made


def _sentence(chance: random.Random, form: str, nouns: list[str], verbs: list[str]) -> str:
    noun, other = chance.sample(nouns, 2)
    blanks = {
        "n": chance.choice((5, 10, 15, 20, 30, 45)),
        "nth": chance.choice(("fifth", "tenth", "15th")),
        "s": chance.randint(1, 6),
    }
    text = form.format(
        who=chance.choice(WHO),
        verb=chance.choice(verbs),
        noun=noun,
        other=other,
        when=chance.choice(WHEN).format(**blanks),
        but=chance.choice(BUT).format(**blanks),
    )
    return text[0].upper() + text[1:]


def _schedule(chance: random.Random, number: int) -> list[str]:
    sites = ("Bemidji", "Hibbing", "Moorhead", "Brainerd", "Winona", "Ely")
    made = [f"# Schedule {number}. Services at {sites[number - 1]}"]
    for item in range(1, 31):
        nouns, verbs = (part.split("|") for part in chance.choice([*TOPICS.values()]))
        made.append(
            f"S{number}.{item} {_sentence(chance, FORMS[item % len(FORMS)], nouns, verbs)} "
            f"Estimated effort: {chance.randint(2, 90)} hours at USD {chance.choice((95, 120, 145, 180))}.00 an hour."
        )
    return made
