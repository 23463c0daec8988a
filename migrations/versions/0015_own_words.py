"""A station keeps words of its own for the input panel of its terminals"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'


def upgrade() -> None:
    op.add_column('station', sa.Column('own_words', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('station', 'own_words')
