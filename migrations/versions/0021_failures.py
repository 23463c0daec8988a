"""A slip keeps its number in the script of its network"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0018'
SLIP = sa.table('slip', *(sa.column(name) for name in ('id', 'level', 'year', 'serial', 'number')))


def upgrade() -> None:
    _numbers()


def _numbers() -> None:
    """Slips that went out were all issued in Simplified letters, and so they stay."""
    op.add_column('slip', sa.Column('number', sa.String(length=24), server_default='', nullable=False))
    sign = sa.case((SLIP.c.level == 'b', '督黄〔'), else_='督红〔')
    said = sign + sa.cast(SLIP.c.year, sa.String) + '〕' + sa.cast(SLIP.c.serial, sa.String) + '号'
    op.execute(SLIP.update().where(SLIP.c.serial.is_not(None)).values(number=said))


def downgrade() -> None:
    """The number was worked out before."""
    op.drop_column('slip', 'number')
