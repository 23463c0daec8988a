"""Excellent cases: periods with their weights, nominations with their visitor's word, scores that only grow, and awards (ZK-02, ZK-03)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only, marks
from portal.foundation.database import Json, Utc

revision = '0056'
down_revision = '0055'
FIXED = {
    'award_period': ('id', 'name', 'first', 'last', 'weights', 'places', 'fewest', 'least', 'opened_by_id', 'opened_at'),
    'award_score': (),
    'award': ('nomination_id', 'case_id', 'period_id', 'place', 'points', 'reviewers', 'criteria', 'evidence', 'at'),
}


def upgrade() -> None:
    _periods()
    _nominations()
    _choices()
    dialect = op.get_bind().dialect.name
    for table, columns in FIXED.items():
        for statement in append_only.statements(table, dialect, columns):
            op.execute(statement)
    for table in ('award_period', 'nomination', 'award'):
        for statement in marks.statements(table, 'board', dialect):
            op.execute(statement)


def _periods() -> None:
    op.create_table('award_period',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('weights', Json(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('fewest', sa.Integer(), nullable=False),
    sa.Column('least', sa.Integer(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', Utc(), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', Utc(), nullable=True),
    sa.Column('is_open', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_award_period_closed_by_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_award_period_opened_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_period')),
    sa.UniqueConstraint('is_open', name=op.f('uq_award_period_is_open')),
    sa.UniqueConstraint('name', name=op.f('uq_award_period_name'))
    )


def _nominations() -> None:
    op.create_table('nomination',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('period_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('nominated_by_id', sa.Integer(), nullable=False),
    sa.Column('nominated_at', Utc(), nullable=False),
    sa.Column('consent', sa.String(length=24), nullable=False),
    sa.Column('consent_way', sa.String(length=24), nullable=True),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('consent_at', Utc(), nullable=True),
    sa.Column('withdrawn_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_nomination_case_id')),
    sa.ForeignKeyConstraint(['nominated_by_id'], ['person.id'], name=op.f('fk_nomination_nominated_by_id')),
    sa.ForeignKeyConstraint(['period_id'], ['award_period.id'], name=op.f('fk_nomination_period_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_nomination_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination')),
    sa.UniqueConstraint('period_id', 'case_id', name=op.f('uq_nomination_period_id'))
    )
    op.create_index('ix_nomination_case_id', 'nomination', ['case_id'], unique=False)
    op.create_index('ix_nomination_station', 'nomination', ['period_id', 'station_id', 'id'], unique=False)


def _choices() -> None:
    op.create_table('award_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('representative', sa.Integer(), nullable=False),
    sa.Column('quality', sa.Integer(), nullable=False),
    sa.Column('satisfied', sa.Integer(), nullable=False),
    sa.Column('effect', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_award_score_nomination_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_award_score_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_score')),
    sa.UniqueConstraint('nomination_id', 'person_id', name=op.f('uq_award_score_nomination_id'))
    )
    op.create_index(op.f('ix_award_score_person_id'), 'award_score', ['person_id'], unique=False)
    op.create_table('award',
    sa.Column('nomination_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('period_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('reviewers', sa.Integer(), nullable=False),
    sa.Column('criteria', Json(), nullable=False),
    sa.Column('evidence', Json(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('ended_at', Utc(), nullable=True),
    sa.Column('ending', sa.String(length=24), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_award_case_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_award_nomination_id')),
    sa.ForeignKeyConstraint(['period_id'], ['award_period.id'], name=op.f('fk_award_period_id')),
    sa.PrimaryKeyConstraint('nomination_id', name=op.f('pk_award')),
    sa.UniqueConstraint('case_id', name=op.f('uq_award_case_id'))
    )
    op.create_index('ix_award_period', 'award', ['period_id', 'place', 'nomination_id'], unique=False)


def downgrade() -> None:
    for table in ('award', 'award_score', 'nomination', 'award_period'):
        op.drop_table(table)
