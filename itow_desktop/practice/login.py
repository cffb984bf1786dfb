"""Signing in to the stand-in: the form, its anti-forgery pair, the sessions."""

import secrets
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from itow_desktop.practice.wire import HTML, Answer, Incoming, redirect

USERNAME = "demo"
"""The stand-in's user name: a fiction that opens nothing but the practice office."""
PASSWORD = "practice"  # noqa: S105 - printed in the help, not a secret
"""The stand-in's password: a fiction that opens nothing but the practice office."""

SESSION_COOKIE = ".xtl"
TIMEOUT_COOKIE = "X-Session-Timeout"
ANTIFORGERY_COOKIE = ".AspNetCore.Antiforgery.Pr4ctIce0Fx"
REJECTED = "The username/password you specified is invalid. Passwords are case-sensitive."
_SESSION_LENGTH = timedelta(hours=24)
_PENDING_FORMS = 1000

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Towbook - Log in</title></head>
<body>
<form method="post" class="login-form">
{rejected}
<label for="Username">Username</label>
<input type="text" id="Username" name="Username" value="{username}" autocomplete="username">
<span class="field-validation-valid" data-valmsg-for="Username" data-valmsg-replace="true"></span>
<label for="Password">Password</label>
<input type="password" id="Password" name="Password" autocomplete="current-password">
<span class="field-validation-valid" data-valmsg-for="Password" data-valmsg-replace="true"></span>
<button type="submit" name="bSignIn">Log in</button>
<input name="RequestVerificationToken" type="hidden" value="{token}">
</form>
</body></html>
"""


class Desk:
    """Who may come in: forms handed out, sessions that stand (TowBook facts, section 1).

    Unlike the real cookie ``.xtl`` lacks the Secure flag, as the stand-in speaks plain HTTP.
    """

    def __init__(self, username: str = USERNAME, password: str = PASSWORD) -> None:
        self._username, self._password = username, password
        self._lock = threading.Lock()
        self._forms: dict[str, str] = {}
        self._sessions: dict[str, datetime] = {}

    def knows(self, incoming: Incoming) -> bool:
        """Whether the request carries a session that stands."""
        ends = self._sessions.get(incoming.cookies.get(SESSION_COOKIE, ""))
        return ends is not None and datetime.now(UTC) < ends

    def end_sessions(self) -> None:
        """Everybody has to sign in anew."""
        with self._lock:
            self._sessions.clear()

    def show_form(self, incoming: Incoming, *, username: str = "", rejected: bool = False) -> Answer:
        """The login page with a fresh pair of cookie and token; the pair of an earlier page is void."""
        cookie, token = "CfDJ8" + secrets.token_urlsafe(90), "CfDJ8" + secrets.token_urlsafe(100)
        with self._lock:
            self._forms.pop(incoming.cookies.get(ANTIFORGERY_COOKIE, ""), None)
            while len(self._forms) >= _PENDING_FORMS:
                del self._forms[next(iter(self._forms))]
            self._forms[cookie] = token
        sentence = f'<div class="bg-red-3 text-red-10">{REJECTED}</div>' if rejected else ""
        page = _PAGE.format(rejected=sentence, username=escape(username), token=token)
        header = ("Set-Cookie", f"{ANTIFORGERY_COOKIE}={cookie}; path=/; samesite=strict; httponly")
        return Answer(200, page.encode(), HTML, (header,))

    def sign_in(self, incoming: Incoming) -> Answer:
        """Take a posted form: 302 with a session, 200 with the form anew, or 400 for a stale pair."""
        form = incoming.form()
        with self._lock:
            token = self._forms.pop(incoming.cookies.get(ANTIFORGERY_COOKIE, ""), None)
        if token is None or form.get("RequestVerificationToken") != token:
            return Answer(400)
        username = form.get("Username", "")
        if (username, form.get("Password", "")) != (self._username, self._password):
            return self.show_form(incoming, username=username, rejected=True)
        return self._welcome(incoming.query.get("ReturnUrl", ""))

    def sign_out(self, incoming: Incoming) -> Answer:
        """End the session of the request."""
        with self._lock:
            self._sessions.pop(incoming.cookies.get(SESSION_COOKIE, ""), None)
        return redirect("/Security/Login").with_headers(
            ("Set-Cookie", f"{SESSION_COOKIE}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; httponly")
        )

    def _welcome(self, return_url: str) -> Answer:
        session, ends = secrets.token_urlsafe(405), datetime.now(UTC) + _SESSION_LENGTH
        with self._lock:
            self._sessions[session] = ends
        local = return_url.startswith("/") and not return_url.startswith("//")
        return redirect(return_url if local else "/").with_headers(
            (
                "Set-Cookie",
                f"{SESSION_COOKIE}={session}; expires={format_datetime(ends, usegmt=True)}; path=/; httponly",
            ),
            ("Set-Cookie", f"{TIMEOUT_COOKIE}={ends:%Y-%m-%dT%H:%M:%S.%f}0Z; path=/"),
        )
