"""The world's troubles, each with one sentence for people."""

from itow_desktop.domain.merging import ClashField


class Trouble(Exception):
    """Something the world did; ``str()`` is a sentence for people: what happened, what was saved, what to do now."""


class SettingsTrouble(Trouble):
    """A setting cannot be read or is not allowed."""


class NotFound(Trouble):
    """What was asked for is not here."""


class NotAllowed(Trouble):
    """The database refuses this deed to the person who is signed in."""


class NoLongerSigns(NotAllowed):
    """The person who signs was disabled in the meantime; nothing was changed."""


class Refused(Trouble):
    """The deed would break a rule of the yard or the law; nothing was changed."""


class Doubtful(Refused):
    """What is to be recorded contradicts the usual order; ``cars`` are (custody id, sentence). With a reason it is recorded, flagged."""

    def __init__(self, cars: tuple[tuple[int, str], ...]) -> None:
        self.cars = cars
        doubts = " ".join(dict.fromkeys(sentence for _, sentence in cars))
        super().__init__(f"{doubts} Nothing is recorded yet. If it is right all the same, give the reason; it will be flagged.")


class DoubtfulNumber(Refused):
    """A number of the post office may be misread; nothing was changed. Somebody who compared it may keep it all the same."""


class Problems(Trouble):
    """Entered values cannot be taken; ``problems`` are (field, sentence) pairs and nothing was changed."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(sentence for _, sentence in problems))


class ProblemsOfMany(Problems):
    """Values for several cars cannot be taken; ``cars`` are (custody id, field, sentence) and nothing was changed."""

    def __init__(self, cars: tuple[tuple[int, str, str], ...]) -> None:
        self.cars = cars
        super().__init__(tuple(dict.fromkeys((field, sentence) for _, field, sentence in cars)))


class ChangedElsewhere(Trouble):
    """Somebody else saved the same record in the meantime; what was typed is kept."""


class Clash(ChangedElsewhere):
    """Two people changed the same fields of one record to different values; nothing was saved, ``fields`` shows both."""

    def __init__(self, sentence: str, fields: tuple[ClashField, ...]) -> None:
        self.fields = fields
        super().__init__(sentence)


class Cancelled(Trouble):
    """A person stopped the deed; what was finished stays."""


class DatabaseTrouble(Trouble):
    """The database cannot be reached or could not do what was asked."""


class PasswordNeeded(DatabaseTrouble):
    """The shared database does not accept the password, or nobody gave one."""


class ServerTrouble(DatabaseTrouble):
    """The private PostgreSQL server cannot be started or stopped."""


class RulesTrouble(Trouble):
    """A rule pack cannot be used; names file, rule and field."""


class FactsTrouble(Trouble):
    """A case given as a file cannot be used; says where in the file and why."""


class PrinterTrouble(Trouble):
    """The printer is gone or refuses the job; nothing was recorded as printed."""


class PrinterSilent(PrinterTrouble):
    """The print system did not answer: it may or may not have taken the job."""


class UnreadableFile(Trouble):
    """A file that was to be added cannot be read or is not what its name says; it was not added, the file itself is untouched."""


class FileBreaksOff(UnreadableFile):
    """A file whose rows cannot be told apart from some place on; what stands before it is whole, nothing behind it was read."""


class OldFileTrouble(UnreadableFile):
    """A file cannot be taken as the first program's database: locked, cut off, damaged, something else; the file is untouched."""


class UnwritableFile(Trouble):
    """A file could not be written; what stood there before is untouched."""


class DraftTrouble(Trouble):
    """What was typed and is not saved yet cannot be kept or read on this PC; what was saved is safe."""


class SecretsTrouble(Trouble):
    """The system's keyring cannot be used."""


class MailTrouble(Trouble):
    """The mail server cannot be used: not there, not to be trusted, not understood; every message stays in the outbox."""


class MailPassword(MailTrouble):
    """The mail server does not take the user name and password, or nobody gave them."""


class MailUntrusted(MailTrouble):
    """The way to the mail server cannot be locked, or its certificate is not to be trusted; nothing was sent."""


class MailLater(MailTrouble):
    """The server does not take this one message now; it is tried again."""


class MailRefused(MailTrouble):
    """The server does not take this one message, and would not take it later either."""


class BackupTrouble(Trouble):
    """A copy could not be made, checked or brought back."""


class ImportBusy(Trouble):
    """Another import of the same account is running; says who runs it."""


class TowBookTrouble(Trouble):
    """TowBook could not be read."""


class TowBookDown(TowBookTrouble):
    """TowBook does not answer, or answers with errors, also after the bounded attempts."""


class WrongPassword(TowBookTrouble):
    """TowBook rejected the user name and password."""


class SignInLimit(TowBookTrouble):
    """As many sign-ins as the limit allows were used; what was read is kept."""


class UnreadableAnswer(TowBookTrouble):
    """TowBook answered something that is not what it should be (HTML for JSON, cut short, garbage)."""


class NotInTowBook(TowBookTrouble):
    """TowBook does not have what was asked for: a call or an account of that name."""


class TowBookRefuses(TowBookTrouble):
    """TowBook does not accept this request, or sends it to another server; asking again would not help."""
