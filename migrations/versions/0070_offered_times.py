"""Times offered to the visitor of a matter (HB-26)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0070'
down_revision = '0069'


def upgrade() -> None:
    op.create_table('offered_time',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.String(length=24), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=True),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('said', sa.String(length=24), nullable=False),
    sa.Column('wish', sa.String(length=200), nullable=False),
    sa.Column('offered_at', Utc(), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', Utc(), nullable=True),
    sa.Column('appointment_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_offered_time_appointment_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_offered_time_case_id')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['person.id'], name=op.f('fk_offered_time_offered_by_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_offered_time_shift_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offered_time')),
    sa.UniqueConstraint('appointment_id', name=op.f('uq_offered_time_appointment_id'))
    )
    op.create_index(op.f('ix_offered_time_case_id'), 'offered_time', ['case_id'], unique=False)
    op.create_index('ix_appointment_person', 'appointment', ['person_id', 'at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_appointment_person', table_name='appointment')
    op.drop_table('offered_time')
