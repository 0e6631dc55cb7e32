"""The short contracts; the long one is in agreement.py. A paragraph that starts with # is a title."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Contract:
    paragraphs: tuple[str, ...]
    effective_date: str | None
    jurisdiction: str | None
    term: str | None
    party: tuple[str, ...]

    @property
    def gold(self) -> dict[str, Any]:
        return {
            "effective_date": self.effective_date,
            "jurisdiction": self.jurisdiction,
            "term": self.term,
            "party": list(self.party),
        }


NDA = Contract(
    (
        "# MUTUAL NON-DISCLOSURE AGREEMENT",
        (
            'This Mutual Non-Disclosure Agreement (the "Agreement") is entered into as of May 12, 2026 '
            '(the "Effective Date") by and between Brightwater Sensors, Inc., a Delaware corporation '
            'with its principal office at 900 Quarry Road, Madison ("Brightwater"), and Kestrel Robotics '
            'LLC, a limited liability company with its office at 31 Pier Street, Tacoma ("Kestrel").'
        ),
        "# 1. Purpose",
        (
            "The parties wish to explore a joint development of moisture sensors for greenhouses and, in "
            "doing so, may disclose to each other information that is not public."
        ),
        "# 2. Confidential Information",
        (
            "Confidential Information means drawings, firmware, prices, customer lists and any other "
            "information that is marked confidential or that a reasonable person would take to be so. It "
            "does not include what is or becomes public without breach, what the receiving party already "
            "knew, and what it developed without use of the other's information."
        ),
        "# 3. Duties",
        (
            "The receiving party shall use Confidential Information for the purpose only, shall show it to "
            "those of its staff who need it, and shall protect it as it protects its own."
        ),
        "# 4. Term",
        (
            "This Agreement remains in force for two (2) years from the Effective Date. Either party may "
            "end it earlier by written notice of 30 days."
        ),
        "# 5. Return",
        "Upon request the receiving party shall return or destroy all copies within 14 days.",
        "# 6. Governing Law",
        (
            "This Agreement is governed by the laws of the State of Washington, without regard to its "
            "conflict of laws rules."
        ),
        "IN WITNESS WHEREOF, the parties have signed below.",
        "Brightwater Sensors, Inc. — by: Mirela Antonescu, Chief Executive Officer",
        "Kestrel Robotics LLC — by: Tobias Greve, Managing Member",
    ),
    "2026-05-12",
    "Washington",
    "2 years",
    ("Brightwater Sensors, Inc.", "Kestrel Robotics LLC"),
)

LEASE = Contract(
    (
        "# Equipment Lease Agreement",
        "Lessor: **Moorgate Plant Hire Ltd**, Wharf Road, Hull",
        "Lessee: **Juniper & Sons Builders**, 5 Chapel Row, York",
        (
            "This lease begins on 1 August 2026. The order of 3 July 2026 and the quotation of "
            "19 June 2026 are part of it."
        ),
        "# What is leased",
        "One tracked excavator of 8 tonnes, serial number MX-8841-07, with two buckets.",
        "# How long",
        "The lease runs for 18 months. It does not renew by itself.",
        "# Rent",
        "The monthly rent is GBP 2,140.00 plus VAT, payable in advance on the first working day.",
        "# Care",
        (
            "The lessee keeps the machine insured, serviced and on the named site, and lets the lessor "
            "inspect it with two days' notice."
        ),
        "# Law",
        (
            "This lease and all that arises from it are governed by the law of England and the courts "
            "of York decide."
        ),
        "Signed: H. Pemberton for the lessor, A. Juniper for the lessee",
    ),
    "2026-08-01",
    "England",
    "18 months",
    ("Moorgate Plant Hire Ltd", "Juniper & Sons Builders"),
)
