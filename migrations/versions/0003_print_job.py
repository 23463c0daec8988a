"""Papers that terminals print"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_table('print_job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('terminal_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('receipt', 'reprint', 'test', name='kind', native_enum=False, length=24), nullable=False),
    sa.Column('copy', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'taken', 'printing', 'printed', 'failed', name='progress', native_enum=False, length=24), nullable=False),
    sa.Column('reason', sa.Enum('out_of_paper', 'offline', 'cancelled', 'timeout', 'broken', 'silent', name='reason', native_enum=False, length=24), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('paper', sa.String(length=64), nullable=False),
    sa.Column('turn', sa.String(length=32), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('width', sa.Double(), nullable=True),
    sa.Column('height', sa.Double(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_print_job_case_id')),
    sa.ForeignKeyConstraint(['terminal_id'], ['terminal.id'], name=op.f('fk_print_job_terminal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_job')),
    sa.UniqueConstraint('case_id', 'copy', name=op.f('uq_print_job_case_id'))
    )
    op.create_index('ix_print_job_waiting', 'print_job', ['terminal_id', 'state'])
    op.create_index(op.f('ix_print_job_created_at'), 'print_job', ['created_at'])


def downgrade() -> None:
    op.drop_index(op.f('ix_print_job_created_at'), 'print_job')
    op.drop_index('ix_print_job_waiting', 'print_job')
    op.drop_table('print_job')
