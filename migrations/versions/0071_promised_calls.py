"""By when the station rings back (HB-33)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0071'
down_revision = '0070'
OPEN = {"sqlite_where": sa.text("ended_at IS NULL"), "postgresql_where": sa.text("ended_at IS NULL")}


def upgrade() -> None:
    op.create_table('promised_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=24), nullable=False),
    sa.Column('by_at', Utc(), nullable=False),
    sa.Column('noted_at', Utc(), nullable=False),
    sa.Column('noted_by_id', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('ended_at', Utc(), nullable=True),
    sa.Column('reached', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_promised_call_case_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_promised_call_noted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promised_call'))
    )
    op.create_index(op.f('ix_promised_call_case_id'), 'promised_call', ['case_id'], unique=False)
    op.create_index('ix_promised_call_by', 'promised_call', ['by_at'], unique=False, **OPEN)
    op.create_index('uq_promised_call_open', 'promised_call', ['case_id'], unique=True, **OPEN)


def downgrade() -> None:
    op.drop_table('promised_call')
