"""Which page of the manual is about which screen."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

FIRST = "start"

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "CarForm": "add-by-hand",
        "DatabaseDialog": "administrators",
        "OpeningDialog": "administrators",
        "CallInDialog": "calling-in",
        "CallDialog": "car-page",
        "CatchUpWindow": "catch-up",
        "CarWindow": "car-page",
        "DetailsPanel": "car-page",
        "PhotoDialog": "car-page",
        "ReasonDialog": "car-page",
        "ScansDialog": "car-page",
        "AddChargeDialog": "charges",
        "CarChargesWindow": "charges",
        "FeesDialog": "charges",
        "FeesWindow": "charges",
        "HabitsDialog": "charges",
        "PricesDialog": "charges",
        "TakeBackDialog": "charges",
        "CheckImportWindow": "check-import",
        "UndoImportDialog": "check-import",
        "AgencyContactDialog": "departments",
        "AgencyDialog": "departments",
        "ContactDialog": "departments",
        "DepartmentDialog": "departments",
        "NamesDialog": "departments",
        "SpellingDialog": "departments",
        "SpellingsWindow": "departments",
        "AwayDialog": "desk-work",
        "GiveDialog": "desk-work",
        "HoldDialog": "desk-work",
        "LiftDialog": "desk-work",
        "MoveLaterDialog": "desk-work",
        "SecondPersonDialog": "desk-work",
        "SnoozeDialog": "desk-work",
        "BinDialog": "editing",
        "ChangeManyDialog": "editing",
        "GridWindow": "editing",
        "VoidDialog": "editing",
        "PickDialog": "find",
        "AlreadyDoneWindow": "first-day",
        "FirstRunSheet": "first-day",
        "UnsureWindow": "first-day",
        "ImportPane": "import",
        "ImportTimesDialog": "import",
        "TowBookSignIn": "import",
        "IncomingWindow": "import-files",
        "ConfirmPackDialog": "law-changes",
        "PacksWindow": "law-changes",
        "TakeDialog": "law-changes",
        "TakingWindow": "photos",
        "CheckDialog": "law-checks",
        "LawDatesWindow": "law-checks",
        "WhyDialog": "law-checks",
        "KeysDialog": "lot",
        "LotPane": "lot",
        "MovesDialog": "lot",
        "SpotsDialog": "lot",
        "WalkDialog": "lot-walk",
        "WalksDialog": "lot-walk",
        "ComplianceWindow": "compliance",
        "OfficeSettingsDialog": "office-settings",
        "RuleDialog": "office-settings",
        "OldDatabaseWindow": "old-database",
        "CoverDialog": "people",
        "NewPinDialog": "people",
        "PeopleDialog": "people",
        "PersonForm": "people",
        "PinDialog": "people",
        "CallerDialog": "properties",
        "ComplaintDialog": "properties",
        "EndCallerDialog": "properties",
        "JoinDialog": "properties",
        "PropertiesPane": "properties",
        "PropertyDialog": "properties",
        "PropertyWindow": "properties",
        "SignDialog": "properties",
        "SignPhoto": "properties",
        "ApprovalDialog": "outbox",
        "MessageDialog": "outbox",
        "OutboxWindow": "outbox",
        "SendTopsDialog": "outbox",
        "ChaseDialog": "queue",
        "DayColumnDialog": "queue",
        "LookUpWindow": "queue",
        "PickUpDialog": "queue",
        "QueuePane": "queue",
        "SortDialog": "queue",
        "TowTimesDialog": "queue",
        "WithoutStepDialog": "queue",
        "RecordDialog": "recording",
        "LaterDialog": "reminders",
        "ReminderDialog": "reminders",
        "SameCarDialog": "today",
        "TodayPane": "today",
        "PrintSheet": "top",
        "BetweenDays": "vehicles",
        "PaperDialog": "vehicles",
        "VehiclesPane": "vehicles",
        "ViewNameDialog": "vehicles",
    }
)
"""Class of a screen, and the page about it; ``tests/ui/test_help.py`` looks that no screen is forgotten."""


def page_for(widget: QWidget | None) -> str:
    """The page about the innermost screen that holds the widget."""
    while widget is not None:
        page = PAGES.get(type(widget).__name__)
        if page is not None:
            return page
        widget = widget.parentWidget()
    return FIRST
