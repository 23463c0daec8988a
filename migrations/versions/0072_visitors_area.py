"""The area a visitor says they come from stands beside that of the representative: a station of the network, never an address"""

from alembic import op

revision = '0072'
down_revision = '0071'


def upgrade() -> None:
    """By hand: SQLite adds a column that refers to a row only as one statement."""
    op.execute('ALTER TABLE "case" ADD COLUMN home_id INTEGER CONSTRAINT fk_case_home_id REFERENCES station (id)')


def downgrade() -> None:
    """What nobody asks for any more is gone with it."""
    op.drop_column('case', 'home_id')
