"""The clock's chores and looks; notices, wishes and messages"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    _chore()
    _notice()
    _wish()
    _look()
    _message()


def _chore() -> None:
    op.create_table('chore',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('found', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_chore'))
    )


def _notice() -> None:
    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('referred', 'sent_back', 'reopened', 'return_asked', 'extension_asked', 'replied', 'dissatisfied', 'review', 'contested', 'soon', 'late', 'visit', 'call_back', 'pressure', 'news', name='kind', native_enum=False, length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('spread', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_notice_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice'))
    )
    op.create_index(op.f('ix_notice_at'), 'notice', ['at'])
    op.create_index(op.f('ix_notice_case_id'), 'notice', ['case_id'])
    op.create_index('ix_notice_person_seen', 'notice', ['person_id', 'seen_at', 'id'])
    op.create_index('ix_notice_spread', 'notice', ['id'], sqlite_where=sa.text('NOT spread'), postgresql_where=sa.text('NOT spread'))


def _wish() -> None:
    op.create_table('wish',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('way', sa.Enum('mail', 'sms', 'webhook', name='way', native_enum=False, length=24), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(person_id IS NULL) <> (case_id IS NULL)', name=op.f('ck_wish_one_subject')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_wish_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_wish_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wish')),
    sa.UniqueConstraint('case_id', name=op.f('uq_wish_case_id')),
    sa.UniqueConstraint('person_id', name=op.f('uq_wish_person_id'))
    )


def _look() -> None:
    op.create_table('look',
    sa.Column('job', sa.String(length=20), nullable=False),
    sa.Column('deadline_id', sa.Integer(), nullable=False),
    sa.Column('seen', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['deadline_id'], ['deadline.id'], name=op.f('fk_look_deadline_id')),
    sa.PrimaryKeyConstraint('job', 'deadline_id', name=op.f('pk_look'))
    )


def _message() -> None:
    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.Enum('mail', 'sms', 'webhook', name='way', native_enum=False, length=24), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent', sa.Boolean(), nullable=False),
    sa.Column('error', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_message_notice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    op.create_index(op.f('ix_message_notice_id'), 'message', ['notice_id'])
    op.create_index('ix_message_open', 'message', ['next_at'], sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))


def downgrade() -> None:
    op.drop_table('message')
    op.drop_table('look')
    op.drop_table('wish')
    op.drop_table('notice')
    op.drop_table('chore')
