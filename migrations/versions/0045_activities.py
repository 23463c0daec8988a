"""Training, meetings and visits are counted with who took part, and a network may ask for a number of households a year"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0045'
down_revision = '0044'


def upgrade() -> None:
    op.add_column('network', sa.Column('visits_quota', sa.Integer(), server_default='0', nullable=False))
    op.create_table('activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('topic', sa.String(length=120), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('heads', sa.Integer(), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.Column('noted_by_id', sa.Integer(), nullable=False),
    sa.Column('noted_at', Utc(), nullable=False),
    sa.Column('struck_by_id', sa.Integer(), nullable=True),
    sa.Column('struck_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_activity_noted_by_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_activity_station_id')),
    sa.ForeignKeyConstraint(['struck_by_id'], ['person.id'], name=op.f('fk_activity_struck_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('key', name=op.f('uq_activity_key'))
    )
    op.create_index('ix_activity_station_id_day', 'activity', ['station_id', 'day'], unique=False)
    op.create_table('activity_person',
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_activity_person_activity_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_activity_person_person_id')),
    sa.PrimaryKeyConstraint('activity_id', 'person_id', name=op.f('pk_activity_person'))
    )
    op.create_index(op.f('ix_activity_person_person_id'), 'activity_person', ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('activity_person')
    op.drop_table('activity')
    op.drop_column('network', 'visits_quota')
