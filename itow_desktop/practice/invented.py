"""The inventory of the fictional office: names, places, makes that nobody owns."""

from itow_desktop.practice.records import Account, Named, Place

COMPANY_ID = 99999
OFFICE_NAME = "Larkspur Towing (practice)"
ZONE = "America/Detroit"
YARD = Place("900 Practice Yard Rd, Burton, MI 48529", "48529", 42.99, -83.63)

PPI = Account(7000001, ".PPI", 0)
POLICE = Account(7000002, "Thistle Creek Police Dept", 1)
MOTOR_CLUB = Account(7000003, "Roadstar Motor Club", 5)
TRANSPORT = Account(7000004, "Blue Heron Transport", 15)
ACCOUNTS = (
    PPI,
    POLICE,
    MOTOR_CLUB,
    TRANSPORT,
    # Names that a careless reader of the page's reference data stumbles over.
    Account(7000005, ".PPI (old)", 0),
    Account(7000006, "O'Dell's \"Quick\" Body Shop \\ Glass", 3),
    Account(7000007, "</script> Caf\u00e9 Tow-In", 2),
    Account(7000008, "Private Property", 9),
)

DRIVERS = (Named(401, "Sam Quillfeather"), Named(402, "Jo Marrowby"), Named(403, "Ty Okonjo-Reed"), Named(404, "Lee Vantongeren"))
TRUCKS = (Named(77, "WL-04"), Named(78, "FB-11"), Named(79, "WL-07"))
DISPATCHERS = (Named(55501, "Dana Dispatcher"), Named(55502, "Kim Osterhout"))

FIRST_NAMES = ("Avery", "Corin", "Devin", "Emery", "Frankie", "Harper", "Indigo", "Jules", "Kerry", "Marlow", "Nolan", "Perrin", "Rowan")
LAST_NAMES = ("Ashgrove", "Birdwhistle", "Copperfield-Nwosu", "Dunmere", "Elderfen", "Fairweather", "Gristwood", "Hallowell", "Larkin")

PROPERTIES: tuple[tuple[str, str, str, str], ...] = (
    ("Oak Hollow Apartments", "1211 Oak Hollow Ct", "Burton", "48509"),
    ("Thistle Creek Townhomes", "4480 Thistle Creek Dr", "Mt Morris Twp", "48458"),
    ("Maple Row Apartments", "302 Maple Row Ln", "Flint", "48504"),
    ("Harbor Glen Apartments", "2750 Harbor Glen Blvd", "Flint", "48532"),
    ("Cardinal Point Condominiums", "88 Cardinal Point Dr", "Grand Blanc Twp", "48439"),
    ("Pinecone Village", "615 Pinecone Village Way", "Davison", "48423"),
    ("Millpond Mobile Court", "7100 Millpond Court Rd", "Genesee Twp", "48437"),
    ("Fresh Acre Market", "3901 Fresh Acre Plz", "Burton", "48529"),
    ("Gear & Garden Supply", "1550 Gear Garden Dr", "Flint Twp", "48507"),
    ("Copper Kettle Plaza", "27 Copper Kettle Pl", "Fenton", "48430"),
    ("Lumen Medical Park", "940 Lumen Park Dr", "Swartz Creek", "48473"),
    ("Quarry Street Lofts", "518 Quarry Loft St", "Flint", "48502"),
)
"""Business, street, city or township, ZIP: some name one department, "Flint" may be the city or a township."""

MODELS: tuple[tuple[str, str, str, int], ...] = (
    ("Chevrolet", "Malibu", "1G1", 1),
    ("Chevrolet", "Impala", "2G1", 1),
    ("Ford", "Fusion", "3FA", 1),
    ("Ford", "F-150", "1FT", 1),
    ("Dodge", "Grand Caravan", "2C4", 1),
    ("Jeep", "Liberty", "1J4", 1),
    ("Honda", "Civic", "2HG", 1),
    ("Toyota", "Corolla", "2T1", 1),
    ("Nissan", "Altima", "1N4", 1),
    ("Pontiac", "G6", "1G2", 1),
    ("Kia", "Forte", "KNA", 1),
    ("Chrysler", "300", "2C3", 1),
    ("Harley-Davidson", "Sportster", "1HD", 4),
    ("GMC", "Savana", "1GT", 2),
)
"""Make, model, first three characters of its VINs, body type as TowBook numbers it."""

OUT_OF_STATE = ("OH", "IN", "IL", "TN", "FL")
PPI_NOTES = (
    "Parked in fire lane",
    "No permit displayed",
    "Expired tabs, flat tire passenger rear",
    "Reserved space 114",
    "Blocking dumpster",
    "Property manager signed, photos taken",
    "No plate on vehicle",
)
PPI_REASONS = ("", "", "", "", "Tow", "Tow", "Abandoned Vehicle")
OTHER_POS = ("PP2025-0001", "Unit 12B", "gate code needed", "N/A")
