"""TowBook's reference data: the numbers behind statuses, colors, reasons, account types."""

from collections.abc import Mapping
from types import MappingProxyType

STATUSES: Mapping[int, str] = MappingProxyType(
    {0: "Waiting", 1: "Dispatched", 2: "En route", 3: "On Scene", 4: "Towing", 7: "Destination Arrival", 5: "Completed", 255: "Cancelled"}
)
REASONS: Mapping[str, int] = MappingProxyType(
    {
        "(other)": 1,
        "Police": 2,
        "Accident": 3,
        "Service Call": 5,
        "Tow": 6,
        "Lock-Out": 364,
        "Jump Start": 365,
        "Fuel Delivery": 366,
        "Winch Out": 367,
        "Tire Service": 1513,
        "Repossession": 1583,
        "Relocation": 1762,
        "Abandoned Vehicle": 1765,
    }
)
ACCOUNT_TYPES = (
    "Other",
    "Police Department",
    "Individual",
    "Body Shop",
    "Insurance",
    "Motor Club",
    "Municipality",
    "Service Shop",
    "Storage Facility",
    "Private Property",
    "Repossession Agency",
    "Dealership",
    "Heavy Equipment",
    "Fleet",
    "Broker",
    "Transport",
    "Subcontractor",
)
COLORS = (
    "(none)",
    "Black",
    "White",
    "Silver",
    "Red",
    "Green",
    "Blue",
    "Yellow",
    "Brown",
    "(other)",
    "Beige",
    "Gold",
    "Navy",
    "Orange",
    "Teal",
    "Tan",
    "Maroon",
    "Gray",
    "Purple",
    "Burgundy",
    "Champagne",
    "Bronze",
    "Pink",
)
"""Position is TowBook's color id; 0 stands for none."""
BODY_TYPES = ("", "Light", "Medium", "Heavy", "Motorcycle", "Trailer", "Tractor", "Other", "Equipment", "Container", "Material")
"""Position is TowBook's body type id; 0 is not used."""
STATES: Mapping[str, str] = MappingProxyType(
    {
        "MI": "Michigan",
        "OH": "Ohio",
        "IN": "Indiana",
        "IL": "Illinois",
        "TN": "Tennessee",
        "FL": "Florida",
        "WI": "Wisconsin",
        "ON": "Ontario",
    }
)
