"""The monthly report of a station: a draft that the clock makes, and the bytes that were signed, which are never changed (HB-13, SD-42)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only, marks
from portal.foundation.database import Json, Utc

revision = '0076'
down_revision = '0075'


def upgrade() -> None:
    _drafts()
    _signed()
    dialect = op.get_bind().dialect.name
    for statement in (*append_only.statements('frozen_report', dialect), *marks.statements('frozen_report', 'board', dialect)):
        op.execute(statement)


def _drafts() -> None:
    op.create_table('monthly_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('counted_at', Utc(), nullable=False),
    sa.Column('figures', Json(), nullable=False),
    sa.Column('whole', Json(), nullable=False),
    sa.Column('corrections', Json(), nullable=False),
    *(sa.Column(name, sa.Text(), nullable=False) for name in ('situation', 'practice', 'effect', 'plans')),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('signed_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_monthly_report_station_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_monthly_report_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monthly_report')),
    sa.UniqueConstraint('station_id', 'period', name='uq_monthly_report_station_id')
    )
    op.create_index('ix_monthly_report_period', 'monthly_report', ['period'], unique=False)


def _signed() -> None:
    op.create_table('frozen_report',
    sa.Column('report_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('station_code', sa.String(length=8), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('signed_by_id', sa.Integer(), nullable=False),
    sa.Column('signed_at', Utc(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['monthly_report.id'], name=op.f('fk_frozen_report_report_id')),
    sa.ForeignKeyConstraint(['signed_by_id'], ['person.id'], name=op.f('fk_frozen_report_signed_by_id')),
    sa.PrimaryKeyConstraint('report_id', name=op.f('pk_frozen_report'))
    )
    for column in ('period', 'station_code'):
        op.create_index(f'ix_frozen_report_{column}', 'frozen_report', [column], unique=False)


def downgrade() -> None:
    op.drop_table('frozen_report')
    op.drop_table('monthly_report')
