"""Marks that change with the tables they stand for, so that what is kept in memory is known to be true"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'

TABLES = {
    'network': ('network', 'station', 'person', 'role_grant', 'representative', 'calendar_day', 'calendar_year', 'closure',
                'calendar_version', 'policy_limit', 'policy_version'),
    'board': ('publication', 'not_published'),
}
SQLITE = tuple(
    f"CREATE TRIGGER {{table}}_{name}_mark AFTER {act} ON \"{{table}}\" BEGIN "
    "INSERT INTO mark (name, value) VALUES ('{mark}', lower(hex(randomblob(16)))) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value; END"
    for name, act in (("new", "INSERT"), ("change", "UPDATE"), ("end", "DELETE")))
POSTGRES = (
    "CREATE OR REPLACE FUNCTION renew_mark() RETURNS trigger AS $$ BEGIN "
    "INSERT INTO mark (name, value) VALUES (TG_ARGV[0], gen_random_uuid()::text) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER {table}_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON \"{table}\" "
    "FOR EACH STATEMENT EXECUTE FUNCTION renew_mark('{mark}')",
)
FIRST = {'sqlite': "lower(hex(randomblob(16)))", 'postgresql': "gen_random_uuid()::text"}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table('mark',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_mark'))
    )
    for mark, tables in TABLES.items():
        op.execute(f"INSERT INTO mark (name, value) VALUES ('{mark}', {FIRST[dialect]})")
        for table in tables:
            for statement in SQLITE if dialect == 'sqlite' else POSTGRES:
                op.execute(statement.format(table=table, mark=mark))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in [table for tables in TABLES.values() for table in tables]:
        for name in ('_new', '_change', '_end') if dialect == 'sqlite' else ('',):
            on = '' if dialect == 'sqlite' else f' ON "{table}"'
            op.execute(f"DROP TRIGGER {table}{name}_mark{on}")
    if dialect != 'sqlite':
        op.execute("DROP FUNCTION renew_mark()")
    op.drop_table('mark')
