"""What the public sees of a representative has a picture and, where they agree, a phone; contact cards that were handed out are counted"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0044'
down_revision = '0043'


def upgrade() -> None:
    op.add_column('representative', sa.Column('phone', sa.String(length=30), server_default='', nullable=False))
    op.add_column('representative', sa.Column('portrait', sa.String(length=64), server_default='', nullable=False))
    op.create_table('handout',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('group', sa.String(length=24), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('noted_by_id', sa.Integer(), nullable=False),
    sa.Column('noted_at', Utc(), nullable=False),
    sa.Column('struck_by_id', sa.Integer(), nullable=True),
    sa.Column('struck_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_handout_noted_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_handout_person_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_handout_station_id')),
    sa.ForeignKeyConstraint(['struck_by_id'], ['person.id'], name=op.f('fk_handout_struck_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handout')),
    sa.UniqueConstraint('key', name=op.f('uq_handout_key'))
    )
    op.create_index('ix_handout_station_id_day', 'handout', ['station_id', 'day'], unique=False)


def downgrade() -> None:
    op.drop_table('handout')
    op.drop_column('representative', 'portrait')
    op.drop_column('representative', 'phone')
