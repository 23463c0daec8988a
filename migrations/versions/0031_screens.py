"""When a terminal's own page was last alive, and whether somebody at the desk saw that a paper did not print"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'


def upgrade() -> None:
    op.add_column('terminal', sa.Column('screen_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('print_job', sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_print_job_lately', 'print_job', ['terminal_id', 'created_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_print_job_lately', table_name='print_job')
    op.drop_column('print_job', 'seen_at')
    op.drop_column('terminal', 'screen_at')
