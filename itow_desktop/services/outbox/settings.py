"""The office's settings of e-mail: what is wrong with them, how they are kept."""

import re
from collections.abc import Sequence
from dataclasses import replace

from itow_desktop.domain.entry import read_time
from itow_desktop.domain.outbox.messages import gateway_problem, mail_address
from itow_desktop.domain.outbox.servers import Security
from itow_desktop.domain.vehicles import present
from itow_desktop.services.views import OfficeFacts

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]{2,45}\]?")
_PORTS = range(1, 65536)
_MOST = 20
_LONGEST = 254


def mail_problems(facts: OfficeFacts) -> list[tuple[str, str]]:
    """(field, sentence) of each setting that cannot be taken."""
    problems = []
    if facts.mail_host.strip() and not _HOST.fullmatch(facts.mail_host.strip()):
        problems.append(
            ("mail_host", f"{facts.mail_host.strip()} is no name of a server. It looks like smtp.example.com, without http://.")
        )
    if facts.mail_port not in _PORTS:
        problems.append(("mail_port", f"A port is a number from {_PORTS[0]} to {_PORTS[-1]}; usually 587 or 465."))
    if facts.mail_security not in set(Security):
        problems.append(("mail_security", "E-mail goes by STARTTLS or TLS only."))
    if facts.mail_from.strip() and mail_address(facts.mail_from) is None:
        problems.append(("mail_from", f"{facts.mail_from.strip()} is no e-mail address. Enter the one that stands in From."))
    elif facts.mail_host.strip() and not facts.mail_from.strip():
        problems.append(("mail_from", "Enter the e-mail address that stands in From."))
    if len(facts.mail_user) > _LONGEST or not facts.mail_user.isprintable():
        problems.append(("mail_user", "This user name cannot be right. Check what was pasted."))
    if (wrong := gateway_problem(facts.fax_gateway.strip())) is not None:
        problems.append(("fax_gateway", wrong))
    try:
        read_time(facts.digest_at)
    except ValueError as problem:
        problems.append(("digest_at", str(problem)))
    return [*problems, *_list_problems("digest_to", facts.digest_to), *_list_problems("alerts_to", facts.alerts_to)]


def mail_cleaned(facts: OfficeFacts) -> OfficeFacts:
    """The settings without what people type around them."""
    return replace(
        facts, mail_host=facts.mail_host.strip(), mail_user=facts.mail_user.strip(), mail_from=facts.mail_from.strip(),
        fax_gateway=facts.fax_gateway.strip(), digest_at=f"{read_time(facts.digest_at):%H:%M}", digest_to=_addresses(facts.digest_to),
        alerts_to=_addresses(facts.alerts_to),
    )  # fmt: skip


def _list_problems(field: str, addresses: Sequence[str]) -> list[tuple[str, str]]:
    wrong = [present(each) or "" for each in addresses if present(each) and mail_address(each) is None]
    if wrong:
        return [(field, f"{wrong[0]} is no e-mail address. Correct it.")]
    return [(field, f"At most {_MOST} addresses.")] if len(addresses) > _MOST else []


def _addresses(addresses: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for each in addresses if (found := mail_address(each))))
