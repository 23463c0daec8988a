"""Where to go with a matter that is not taken on (HB-46)"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0036'
COLUMNS = {'address': 200, 'hours': 120, 'phone': 60, 'bring': 200, 'time_limit': 200}


def upgrade() -> None:
    with op.batch_alter_table('not_accepted') as table:
        for name, most in COLUMNS.items():
            table.add_column(sa.Column(name, sa.String(length=most), nullable=False, server_default=''))
    with op.batch_alter_table('not_accepted') as table:
        for name in COLUMNS:
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('not_accepted') as table:
        for name in COLUMNS:
            table.drop_column(name)
