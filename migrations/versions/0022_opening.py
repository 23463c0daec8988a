"""Opening rules, the open days they give, who sits there, and visitors who say that nobody was there"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0022'
down_revision = '0021'


def upgrade() -> None:
    _rules()
    _shifts()
    _sittings()
    _vacancies()


def _rules() -> None:
    op.create_table('opening_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=True),
    sa.Column('below', sa.Boolean(), nullable=False),
    sa.Column('repeat', sa.String(length=24), nullable=False),
    sa.Column('weekdays', sa.String(length=7), nullable=False),
    sa.Column('month_day', sa.Integer(), nullable=False),
    sa.Column('months', sa.String(length=24), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('holiday', sa.String(length=24), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('notice_days', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('station_id IS NOT NULL OR below', name=op.f('ck_opening_rule_whole_network')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_opening_rule_changed_by_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_opening_rule_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_rule'))
    )
    op.create_index(op.f('ix_opening_rule_station_id'), 'opening_rule', ['station_id'], unique=False)


def _shifts() -> None:
    op.create_table('shift',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=True),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('notice_days', sa.Integer(), nullable=False),
    sa.Column('off_by', sa.String(length=24), nullable=True),
    sa.Column('because', sa.String(length=120), nullable=False),
    sa.Column('short_notice', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['rule_id'], ['opening_rule.id'], name=op.f('fk_shift_rule_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_shift_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shift')),
    sa.UniqueConstraint('station_id', 'rule_id', 'planned_on', name=op.f('uq_shift_station_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_shift_uid'))
    )
    op.create_index('ix_shift_ends', 'shift', ['station_id', 'ends_at'], unique=False)
    op.create_index(op.f('ix_shift_day'), 'shift', ['day'], unique=False)


def _sittings() -> None:
    op.create_table('sitting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=24), nullable=False),
    sa.Column('put_on_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('put_on_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('presence', sa.String(length=24), nullable=False),
    sa.Column('came_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('noted_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_sitting_noted_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sitting_person_id')),
    sa.ForeignKeyConstraint(['put_on_by_id'], ['person.id'], name=op.f('fk_sitting_put_on_by_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_sitting_shift_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting')),
    sa.UniqueConstraint('shift_id', 'person_id', name=op.f('uq_sitting_shift_id'))
    )
    op.create_index(op.f('ix_sitting_person_id'), 'sitting', ['person_id'], unique=False)


def _vacancies() -> None:
    op.create_table('vacancy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.String(length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_vacancy_shift_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacancy'))
    )
    op.create_index(op.f('ix_vacancy_shift_id'), 'vacancy', ['shift_id'], unique=False)
    op.create_index(op.f('ix_vacancy_at'), 'vacancy', ['at'], unique=False)
    for statement in append_only.statements('vacancy', op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for table in ('vacancy', 'sitting', 'shift', 'opening_rule'):
        op.drop_table(table)
