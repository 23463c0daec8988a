"""At which station a visitor named somebody who may not see their matter: until it is clear who that is, only those above read it (X-04)"""

from alembic import op

revision = '0075'
down_revision = '0073'


def upgrade() -> None:
    """Said as both databases take it: a table that is copied would lose its triggers."""
    op.execute('ALTER TABLE excluded ADD COLUMN station_id INTEGER CONSTRAINT fk_excluded_station_id REFERENCES station (id)')
    op.execute('UPDATE excluded SET station_id = (SELECT c.station_id FROM "case" c WHERE c.id = excluded.case_id)')


def downgrade() -> None:
    op.drop_column('excluded', 'station_id')
