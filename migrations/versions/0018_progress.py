"""The progress of open matters on the board: a projection of its own, and on the case whether it stands there"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only, marks

revision = '0018'
down_revision = '0016'
FIXED = ('id', 'case_id', 'number', 'station_code', 'station_name', 'category', 'state', 'stage', 'rounds', 'registered_on', 'late_on',
         'reached', 'limits', 'next', 'held', 'supervision', 'demo', 'at')
FIRST = {'sqlite': "lower(hex(randomblob(16)))", 'postgresql': "gen_random_uuid()::text"}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.add_column('case', sa.Column('shows_progress', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table('progress',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('station_code', sa.String(length=8), nullable=False),
    sa.Column('station_name', sa.String(length=60), nullable=False),
    sa.Column('category', sa.String(length=6), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('rounds', sa.Integer(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('late_on', sa.Date(), nullable=True),
    sa.Column('reached', sa.Text(), nullable=False),
    sa.Column('limits', sa.Text(), nullable=False),
    sa.Column('next', sa.Text(), nullable=False),
    sa.Column('held', sa.Text(), nullable=False),
    sa.Column('supervision', sa.Text(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_progress_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress'))
    )
    op.create_index(op.f('ix_progress_case_id'), 'progress', ['case_id'], unique=False)
    op.create_index(op.f('ix_progress_number'), 'progress', ['number'], unique=False)
    op.create_index('ix_progress_waiting', 'progress', ['is_current', 'case_id'], unique=False)
    op.create_index('ix_progress_late', 'progress', ['is_current', 'late_on'], unique=False)
    op.create_index('ix_progress_station', 'progress', ['station_code', 'is_current', 'case_id'], unique=False)
    op.execute(f"INSERT INTO mark (name, value) VALUES ('progress', {FIRST[dialect]})")
    for statement in (*append_only.statements('progress', dialect, FIXED), *marks.statements('progress', 'progress', dialect)):
        op.execute(statement)


def downgrade() -> None:
    for table in ('rating_aside', 'reception_rating_aside'):  # 0020 put it aside when it went down; there is nowhere to bring it back to
        op.execute(f"DROP TABLE IF EXISTS {table}")
    op.drop_table('progress')
    op.execute("DELETE FROM mark WHERE name = 'progress'")
    op.drop_column('case', 'shows_progress')
