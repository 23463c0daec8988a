"""A later visit about a matter that has its number (HB-22)"""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'


def upgrade() -> None:
    op.create_table(
        'came_again',
        sa.Column('visit_id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name='fk_came_again_visit_id_visit'),
        sa.ForeignKeyConstraint(['case_id'], ['case.id'], name='fk_came_again_case_id_case'),
        sa.PrimaryKeyConstraint('visit_id', 'case_id', name='pk_came_again'),
    )
    op.create_index('ix_came_again_case_id', 'came_again', ['case_id'])


def downgrade() -> None:
    op.drop_table('came_again')
