"""A second step of signing in, and recovery codes; in a network that stands, directors and above have a fortnight to set it up (R54)"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0050'
down_revision = '0049'


def upgrade() -> None:
    op.create_table('second_step',
    sa.Column('person_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sealed', sa.String(length=120), nullable=False),
    sa.Column('begun_at', Utc(), nullable=False),
    sa.Column('confirmed_at', Utc(), nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_step_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_second_step'))
    )
    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recovery_code_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash'))
    )
    op.create_index('ix_recovery_code_person_id', 'recovery_code', ['person_id'], unique=False)
    op.add_column('staff_session', sa.Column('to_set_up', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('network', sa.Column('second_step_from', sa.Date(), nullable=True))
    network = sa.table('network', sa.column('second_step_from', sa.Date()), sa.column('demo', sa.Boolean()))
    op.execute(network.update().where(network.c.demo.is_(False)).values(second_step_from=date.today() + timedelta(days=14)))


def downgrade() -> None:
    op.drop_column('network', 'second_step_from')
    op.drop_column('staff_session', 'to_set_up')
    op.drop_table('recovery_code')
    op.drop_table('second_step')
