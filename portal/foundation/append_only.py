"""Tables that only grow: the database itself refuses UPDATE, DELETE and REPLACE on them (R21)."""

from sqlalchemy import DDL, Table, event

SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE {columns}ON \"{table}\" "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON \"{table}\" "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
POSTGRES = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION 'this table is append-only'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE {columns}ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


def statements(table: str, dialect: str, columns: tuple[str, ...] = ()) -> list[str]:
    """The trigger statements of one table for `sqlite` or `postgresql`; migrations execute them as they are.

    With `columns`, only a change of these is refused (a flag beside them may still turn)."""
    lines = SQLITE if dialect == "sqlite" else POSTGRES
    of = "OF " + ", ".join(f'"{column}"' for column in columns) + " " if columns else ""
    return [line.format(table=table, columns=of) for line in lines]


def guard(table: Table, may_change: tuple[str, ...] = ()) -> None:
    """Mark a table append-only, so that `create_all` makes its triggers as the migrations do; `may_change` columns stay free."""
    columns = tuple(column.name for column in table.columns if column.name not in may_change) if may_change else ()
    table.info["append_only"] = columns
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect, columns):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
