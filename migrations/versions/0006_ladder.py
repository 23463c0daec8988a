"""The ladder of supervision: reminders, slips, explanations, accountability proposals; supporting units; replies on paper"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0006'
down_revision = '0005'
CLOCKS = {'slip_acknowledge': (1, True, 0), 'yellow': (5, True, 0), 'red': (5, True, 0), 'explanation': (3, True, 0),
          'long_overdue': (10, True, 0), 'due_soon': (2, True, 0)}
GUARDED = {
    'reminder': (),
    'slip': (
        'id', 'case_id', 'referral_id', 'level', 'round', 'station_id', 'demand', 'overdue_days', 'facts', 'reasons',
        'drawn_up_by_id', 'drawn_up_at'),
    'explanation': (),
    'accountability_proposal': (
        'id', 'case_id', 'slip_id', 'addressee', 'facts', 'opinion', 'written_by_id', 'written_at'),
    'support_note': (),
}


def upgrade() -> None:
    for make in (_reminder, _slip, _explanation, _proposal, _support):
        make()
    op.add_column('reply', sa.Column('paper_at', sa.DateTime(timezone=True), nullable=True))
    for table, columns in GUARDED.items():
        for statement in append_only.statements(table, op.get_bind().dialect.name, columns):
            op.execute(statement)
    for clock, (limit, working, extension) in CLOCKS.items():  # every version of a policy that is in force learns the ladder's clocks
        op.execute(sa.text('INSERT INTO policy_limit (version, clock, "limit", working, extension) '
                           'SELECT DISTINCT version, :clock, :limit, :working, :extension FROM policy_limit '
                           'WHERE version NOT IN (SELECT version FROM policy_limit WHERE clock = :clock)').bindparams(
            sa.bindparam('clock', clock, sa.String), sa.bindparam('limit', limit, sa.Integer),
            sa.bindparam('working', working, sa.Boolean), sa.bindparam('extension', extension, sa.Integer)))


def downgrade() -> None:
    op.execute(sa.text('DELETE FROM policy_limit WHERE clock IN :clocks').bindparams(
        sa.bindparam('clocks', list(CLOCKS), expanding=True)))
    op.drop_column('reply', 'paper_at')
    for table in ('support_note', 'support', 'accountability_proposal', 'explanation', 'slip', 'reminder'):
        op.drop_table(table)


def _reminder() -> None:
    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.Enum('phone_enquiry', 'phone_urging', 'visit_to_visitor', 'other', name='remindby', native_enum=False, length=24), nullable=False),
    sa.Column('spoke_to', sa.String(length=60), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('promised', sa.String(length=200), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.Column('instructed_by_id', sa.Integer(), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_reminder_case_id')),
    sa.ForeignKeyConstraint(['given_by_id'], ['person.id'], name=op.f('fk_reminder_given_by_id')),
    sa.ForeignKeyConstraint(['instructed_by_id'], ['person.id'], name=op.f('fk_reminder_instructed_by_id')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_reminder_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder'))
    )
    op.create_index(op.f('ix_reminder_case_id'), 'reminder', ['case_id'])
    op.create_index(op.f('ix_reminder_promised_on'), 'reminder', ['promised_on'])
    op.create_index(op.f('ix_reminder_referral_id'), 'reminder', ['referral_id'])


def _slip() -> None:
    op.create_table('slip',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Enum('c', 'b', 'a', name='level', native_enum=False, length=24), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('serial', sa.Integer(), nullable=True),
    sa.Column('demand', sa.Text(), nullable=False),
    sa.Column('overdue_days', sa.Integer(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('drawn_up_by_id', sa.Integer(), nullable=False),
    sa.Column('drawn_up_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('countersigned_by_id', sa.Integer(), nullable=True),
    sa.Column('countersigned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declined_because', sa.Text(), nullable=False),
    sa.Column('due_id', sa.Integer(), nullable=True),
    sa.Column('acknowledge_id', sa.Integer(), nullable=True),
    sa.Column('explain_id', sa.Integer(), nullable=True),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acknowledged_by', sa.String(length=40), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['acknowledge_id'], ['deadline.id'], name=op.f('fk_slip_acknowledge_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_slip_case_id')),
    sa.ForeignKeyConstraint(['countersigned_by_id'], ['person.id'], name=op.f('fk_slip_countersigned_by_id')),
    sa.ForeignKeyConstraint(['drawn_up_by_id'], ['person.id'], name=op.f('fk_slip_drawn_up_by_id')),
    sa.ForeignKeyConstraint(['due_id'], ['deadline.id'], name=op.f('fk_slip_due_id')),
    sa.ForeignKeyConstraint(['explain_id'], ['deadline.id'], name=op.f('fk_slip_explain_id')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_slip_referral_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_slip_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slip')),
    sa.UniqueConstraint('station_id', 'level', 'year', 'serial', name='uq_slip_station_id')
    )
    op.create_index(op.f('ix_slip_case_id'), 'slip', ['case_id'])
    op.create_index(op.f('ix_slip_referral_id'), 'slip', ['referral_id'])


def _explanation() -> None:
    op.create_table('explanation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('slip_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('responsibility', sa.Text(), nullable=False),
    sa.Column('measures', sa.Text(), nullable=False),
    sa.Column('finish_on', sa.Date(), nullable=True),
    sa.Column('signed_by', sa.String(length=40), nullable=False),
    sa.Column('scan_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_explanation_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_explanation_person_id')),
    sa.ForeignKeyConstraint(['scan_id'], ['attachment.id'], name=op.f('fk_explanation_scan_id')),
    sa.ForeignKeyConstraint(['slip_id'], ['slip.id'], name=op.f('fk_explanation_slip_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explanation')),
    sa.UniqueConstraint('slip_id', name=op.f('uq_explanation_slip_id'))
    )
    op.create_index(op.f('ix_explanation_case_id'), 'explanation', ['case_id'])


def _proposal() -> None:
    op.create_table('accountability_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('slip_id', sa.Integer(), nullable=False),
    sa.Column('addressee', sa.Enum('committee', 'office', name='addressee', native_enum=False, length=24), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decision', sa.Enum('taken_up', 'talked', 'not_taken_up', name='decision', native_enum=False, length=24), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_accountability_proposal_case_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_accountability_proposal_decided_by_id')),
    sa.ForeignKeyConstraint(['slip_id'], ['slip.id'], name=op.f('fk_accountability_proposal_slip_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_accountability_proposal_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accountability_proposal')),
    sa.UniqueConstraint('slip_id', name=op.f('uq_accountability_proposal_slip_id'))
    )
    op.create_index(op.f('ix_accountability_proposal_case_id'), 'accountability_proposal', ['case_id'])


def _support() -> None:
    op.create_table('support',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_support_case_id')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_support_referral_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_support_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support')),
    sa.UniqueConstraint('referral_id', 'unit_id', name='uq_support_referral_id')
    )
    op.create_index(op.f('ix_support_case_id'), 'support', ['case_id'])
    op.create_index(op.f('ix_support_unit_id'), 'support', ['unit_id'])
    op.create_table('support_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('support_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_support_note_person_id')),
    sa.ForeignKeyConstraint(['support_id'], ['support.id'], name=op.f('fk_support_note_support_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support_note'))
    )
    op.create_index(op.f('ix_support_note_support_id'), 'support_note', ['support_id'])
