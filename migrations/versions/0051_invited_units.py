"""What an open day is about and which units are invited to it (SD-24); a pledge has a period, and at its end what became of it (HB-71)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0051'
down_revision = '0050'


def upgrade() -> None:
    op.add_column('shift', sa.Column('theme', sa.String(length=40), server_default='', nullable=False))
    op.add_column('representative', sa.Column('pledge_from', sa.Date(), nullable=True))
    op.add_column('representative', sa.Column('pledge_until', sa.Date(), nullable=True))
    _invitations()
    _outcomes()


def _invitations() -> None:
    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', Utc(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', Utc(), nullable=True),
    sa.Column('came', sa.Boolean(), nullable=True),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('noted_at', Utc(), nullable=True),
    sa.Column('noted_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_invitation_asked_by_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_invitation_noted_by_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_invitation_shift_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_invitation_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('shift_id', 'unit_id', name='uq_invitation_shift_id')
    )
    op.create_index('ix_invitation_unit_id', 'invitation', ['unit_id'], unique=False)


def _outcomes() -> None:
    op.create_table('pledge_outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('kept', sa.String(length=24), nullable=False),
    sa.Column('evidence', sa.String(length=200), nullable=False),
    sa.Column('said_at', Utc(), nullable=False),
    sa.Column('said_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pledge_outcome_person_id')),
    sa.ForeignKeyConstraint(['said_by_id'], ['person.id'], name=op.f('fk_pledge_outcome_said_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge_outcome'))
    )
    op.create_index('ix_pledge_outcome_person_id', 'pledge_outcome', ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('pledge_outcome')
    op.drop_table('invitation')
    op.drop_column('representative', 'pledge_until')
    op.drop_column('representative', 'pledge_from')
    op.drop_column('shift', 'theme')
