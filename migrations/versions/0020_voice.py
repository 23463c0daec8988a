"""The visitor's word beside an answer that is no reply: how they were received, and what they think of what was said on the spot"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0020'
down_revision = '0018'

SPOKEN = sa.text("reply_id IS NULL")


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
    op.create_index('uq_rating_spoken', 'rating', ['case_id'], unique=True, sqlite_where=SPOKEN, postgresql_where=SPOKEN)


def downgrade() -> None:
    op.drop_index('uq_rating_spoken', 'rating')
    _loosen(op.get_bind().dialect.name, False)
    op.drop_table('reception_rating')


def _loosen(dialect: str, nullable: bool) -> None:
    """Whether a rating may be of no reply. SQLite makes the table anew for that, and its guards with it."""
    kept = sa.CheckConstraint('reception BETWEEN 1 AND 5', name=op.f('ck_rating_reception'))  # SQLite's own checks are not read back
    with op.batch_alter_table('rating', table_args=(kept,)) as batch_op:
        batch_op.alter_column('reply_id', existing_type=sa.Integer(), nullable=nullable)
    if dialect == 'sqlite':
        for statement in append_only.statements('rating', dialect):
            op.execute(statement)
