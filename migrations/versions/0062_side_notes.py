"""Notes beside a matter, each with those who may read it (ZG-19)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only
from portal.foundation.database import Utc

revision = '0062'
down_revision = '0061'


def upgrade() -> None:
    op.create_table('side_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('audience', sa.String(length=24), nullable=False),
    sa.Column('asks', sa.Boolean(), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('written_at', Utc(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_side_note_case_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_side_note_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_side_note'))
    )
    op.create_index(op.f('ix_side_note_case_id'), 'side_note', ['case_id'], unique=False)
    for statement in append_only.statements('side_note', op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('side_note')
