"""The visitor's word beside an answer that is no reply: how they were received, and what they think of what was said on the spot

Going down, 0018 has no place for these words: a rating there is of a reply. They are put aside in two tables of their own, as they are
but for what later revisions added, and going up again brings them back under new ids, which nothing refers to. 0018 drops what was put
aside when it goes down itself; that a visitor rated, and how, then still stands in the story of the case (timeline).
"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0020'
down_revision = '0018'

SPOKEN = sa.text("reply_id IS NULL")
ASIDE = {'rating': "reply_id IS NULL", 'reception_rating': "true"}  # by table, the rows that 0018 has no place for


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table('reception_rating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('reception', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=24), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('reception BETWEEN 1 AND 5', name=op.f('ck_reception_rating_reception')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_reception_rating_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reception_rating_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_rating')),
    sa.UniqueConstraint('case_id', name=op.f('uq_reception_rating_case_id'))
    )
    for statement in append_only.statements('reception_rating', dialect):
        op.execute(statement)
    _loosen(dialect, True)
    for table in ASIDE:
        _bring_back(table)
    op.create_index('uq_rating_spoken', 'rating', ['case_id'], unique=True, sqlite_where=SPOKEN, postgresql_where=SPOKEN)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.drop_index('uq_rating_spoken', 'rating')
    for table, rows in ASIDE.items():
        if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM {table} WHERE {rows}")):
            op.execute(f"CREATE TABLE {table}_aside AS SELECT * FROM {table} WHERE {rows}")
    op.execute("DROP TRIGGER rating_no_delete" + ('' if dialect == 'sqlite' else ' ON "rating"'))
    op.execute("DELETE FROM rating WHERE reply_id IS NULL")
    if dialect != 'sqlite':
        op.execute(append_only.statements('rating', dialect)[-1])
    _loosen(dialect, False)
    op.drop_table('reception_rating')


def _bring_back(table: str) -> None:
    """What was put aside when this database was taken down, if it ever was."""
    if not sa.inspect(op.get_bind()).has_table(table + '_aside'):
        return
    columns = ", ".join(one['name'] for one in sa.inspect(op.get_bind()).get_columns(table + '_aside') if one['name'] != 'id')
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_aside ORDER BY id")
    op.drop_table(table + '_aside')


def _loosen(dialect: str, nullable: bool) -> None:
    """Whether a rating may be of no reply. SQLite makes the table anew for that, and its guards with it."""
    kept = sa.CheckConstraint('reception BETWEEN 1 AND 5', name=op.f('ck_rating_reception'))  # SQLite's own checks are not read back
    with op.batch_alter_table('rating', table_args=(kept,)) as batch_op:
        batch_op.alter_column('reply_id', existing_type=sa.Integer(), nullable=nullable)
    if dialect == 'sqlite':
        for statement in append_only.statements('rating', dialect):
            op.execute(statement)
