"""Who is told of an open day"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'


def upgrade() -> None:
    op.create_table('day_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=False),
    sa.Column('told', sa.String(length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_day_notice_person_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_day_notice_shift_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_notice'))
    )
    op.create_index('ix_day_notice_person', 'day_notice', ['person_id', 'seen_at', 'at'], unique=False)
    op.create_index(op.f('ix_day_notice_at'), 'day_notice', ['at'], unique=False)


def downgrade() -> None:
    op.drop_table('day_notice')
