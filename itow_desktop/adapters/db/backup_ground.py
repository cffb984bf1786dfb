"""What a dump of one database leaves out: its roles, its own rights, its own settings."""

from dataclasses import dataclass

from psycopg import Connection, sql
from psycopg.rows import TupleRow

_PRIVILEGES = {"CONNECT": sql.SQL("CONNECT"), "CREATE": sql.SQL("CREATE"), "TEMPORARY": sql.SQL("TEMPORARY")}


@dataclass(frozen=True)
class Role:
    """A role the database refers to. No password: who signs in with one gets a new one after a move."""

    name: str
    login: bool
    createrole: bool


@dataclass(frozen=True)
class Membership:
    """``member`` has the rights of ``role``."""

    role: str
    member: str
    admin: bool


@dataclass(frozen=True)
class Ground:
    """All a restored database stands on beside its dump."""

    owner: str
    roles: tuple[Role, ...]
    memberships: tuple[Membership, ...]
    rights: tuple[tuple[str, str], ...] | None
    """(role, privilege) on the database itself, role empty for everyone; None where nobody ever changed them."""
    settings: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        # It may come from a file that somebody changed.
        strange = {privilege for _, privilege in self.rights or ()} - _PRIVILEGES.keys()
        if strange:
            raise ValueError(f"no right on a database is called {strange.pop()!r}")


_MENTIONED = sql.SQL("""
    WITH RECURSIVE here AS (SELECT oid, datdba FROM pg_database WHERE datname = current_database()),
    mentioned AS (
        SELECT refobjid AS oid FROM pg_shdepend, here
        WHERE refclassid = 'pg_authid'::regclass
          AND (dbid = here.oid OR (classid = 'pg_database'::regclass AND objid = here.oid))
        -- The first superuser's things are not listed among the dependencies.
        UNION SELECT datdba FROM here
        UNION SELECT relowner FROM pg_class WHERE oid >= 16384
        UNION SELECT nspowner FROM pg_namespace WHERE oid >= 16384
        UNION SELECT proowner FROM pg_proc WHERE oid >= 16384
    ),
    needed AS (
        SELECT oid FROM mentioned
        UNION
        SELECT CASE WHEN link.member = needed.oid THEN link.roleid ELSE link.member END
        FROM needed JOIN pg_auth_members AS link ON needed.oid IN (link.member, link.roleid)
        -- Through one of PostgreSQL's own roles, or a superuser, half the server would be reached.
        JOIN pg_roles AS via ON via.oid = needed.oid AND via.rolname !~ '^pg_' AND NOT via.rolsuper
    )
""")

# Who is superuser here is nobody special elsewhere, and no way in.
_ROLES = sql.SQL("""
    SELECT rolname, rolcanlogin AND NOT rolsuper, rolcreaterole AND NOT rolsuper
    FROM needed JOIN pg_roles USING (oid) WHERE rolname !~ '^pg_' ORDER BY rolname
""")

_MEMBERSHIPS = sql.SQL("""
    SELECT r.rolname, m.rolname, bool_or(link.admin_option)
    FROM pg_auth_members AS link
    JOIN pg_roles AS r ON r.oid = link.roleid
    JOIN pg_roles AS m ON m.oid = link.member
    WHERE link.roleid IN (SELECT oid FROM needed) AND link.member IN (SELECT oid FROM needed) AND NOT m.rolsuper
    GROUP BY 1, 2 ORDER BY 1, 2
""")


def read_ground(connection: Connection[TupleRow]) -> Ground:
    """What the connected database stands on."""
    roles = connection.execute(_MENTIONED + _ROLES)
    memberships = connection.execute(_MENTIONED + _MEMBERSHIPS)
    owner, has_rights = connection.execute(
        "SELECT pg_get_userbyid(datdba), datacl IS NOT NULL FROM pg_database WHERE datname = current_database()"
    ).fetchall()[0]
    rights = connection.execute(
        "SELECT CASE WHEN grantee = 0 THEN '' ELSE pg_get_userbyid(grantee)::text END, privilege_type"
        " FROM pg_database, aclexplode(datacl) WHERE datname = current_database() ORDER BY 1, 2"
    )
    settings = connection.execute(
        "SELECT split_part(line, '=', 1), substr(line, strpos(line, '=') + 1)"
        " FROM pg_db_role_setting, unnest(setconfig) AS line"
        " WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1"
    )
    return Ground(
        owner=owner,
        roles=tuple(Role(*row) for row in roles),
        memberships=tuple(Membership(*row) for row in memberships),
        rights=tuple((role, privilege) for role, privilege in rights) if has_rights else None,
        settings=tuple((name, value) for name, value in settings),
    )


def make_missing_roles(connection: Connection[TupleRow], ground: Ground) -> None:
    """Makes the roles a dump refers to where the server has none; those that are there stay as they are."""
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    made = [role for role in ground.roles if role.name not in there]
    for role in made:
        words = [sql.SQL("LOGIN" if role.login else "NOLOGIN"), sql.SQL("CREATEROLE" if role.createrole else "NOCREATEROLE")]
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role.name), sql.SQL(" ").join(words)))
    new = {role.name for role in made}
    for link in ground.memberships:
        if link.role in new or link.member in new:
            grant = "GRANT {} TO {} WITH ADMIN OPTION" if link.admin else "GRANT {} TO {}"
            connection.execute(sql.SQL(grant).format(sql.Identifier(link.role), sql.Identifier(link.member)))


def put_rights(connection: Connection[TupleRow], database: str, ground: Ground) -> None:
    """Gives a restored database the owner, rights and settings the copied one had."""
    name = sql.Identifier(database)
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, sql.Identifier(ground.owner)))
    if ground.rights is not None:
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    for role, privilege in ground.rights or ():
        to = sql.Identifier(role) if role else sql.SQL("PUBLIC")
        grant = sql.SQL("GRANT {} ON DATABASE {} TO {}")
        connection.execute(grant.format(_PRIVILEGES[privilege], name, to))
    for setting, value in ground.settings:
        change = sql.SQL("ALTER DATABASE {} SET {} TO {}")
        connection.execute(change.format(name, sql.Identifier(*setting.split(".")), sql.Literal(value)))
