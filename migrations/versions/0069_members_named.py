"""Recommended members are named as representatives are; those who are there already are not shown until they agree"""

import sqlalchemy as sa
from alembic import op

revision = '0069'
down_revision = '0066'


def upgrade() -> None:
    """The station of a member is that of their newest role there that is not over; the word is data of the network."""
    op.execute(sa.text(
        "INSERT INTO representative (person_id, station_id, kind, field, pledge, public, phone, portrait) "
        "SELECT g.person_id, g.station_id, '推荐党员', '', '', :never, '', '' FROM role_grant g "
        "WHERE g.id IN (SELECT max(id) FROM role_grant WHERE role = 'member' AND station_id IS NOT NULL AND until IS NULL GROUP BY person_id) "
        "AND NOT EXISTS (SELECT 1 FROM representative r WHERE r.person_id = g.person_id)").bindparams(never=False))


def downgrade() -> None:
    """They stay named: the version before shows nobody who is not public, and takes them as its own."""
