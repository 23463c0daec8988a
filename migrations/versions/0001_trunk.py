"""The trunk: network, cases and their loop"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None


# Full-text tables and append-only triggers, in the words of each database.
SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS case_words USING fts5(body, scope, tokenize='unicode61', prefix='1')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS publication_words USING fts5(body, scope, tokenize='unicode61', prefix='1')",
    'CREATE TRIGGER deadline_no_update BEFORE UPDATE OF "id", "case_id", "clock", "round", "started_on", "limit", "working", "original_due_on" ON "deadline" BEGIN SELECT RAISE(ABORT, \'deadline is append-only\'); END',
    'CREATE TRIGGER deadline_no_delete BEFORE DELETE ON "deadline" BEGIN SELECT RAISE(ABORT, \'deadline is append-only\'); END',
    'CREATE TRIGGER event_no_update BEFORE UPDATE ON "event" BEGIN SELECT RAISE(ABORT, \'event is append-only\'); END',
    'CREATE TRIGGER event_no_delete BEFORE DELETE ON "event" BEGIN SELECT RAISE(ABORT, \'event is append-only\'); END',
    'CREATE TRIGGER publication_no_update BEFORE UPDATE OF "id", "case_id", "number", "station_code", "station_name", "category", "category_top", "month", "locale", "words", "summary", "replies", "outcome", "claim", "rating", "steps", "days", "late", "rounds", "heads", "common", "representative", "demo", "published_on", "published_at" ON "publication" BEGIN SELECT RAISE(ABORT, \'publication is append-only\'); END',
    'CREATE TRIGGER publication_no_delete BEFORE DELETE ON "publication" BEGIN SELECT RAISE(ABORT, \'publication is append-only\'); END',
    'CREATE TRIGGER reveal_no_update BEFORE UPDATE ON "reveal" BEGIN SELECT RAISE(ABORT, \'reveal is append-only\'); END',
    'CREATE TRIGGER reveal_no_delete BEFORE DELETE ON "reveal" BEGIN SELECT RAISE(ABORT, \'reveal is append-only\'); END',
    'CREATE TRIGGER reply_no_update BEFORE UPDATE ON "reply" BEGIN SELECT RAISE(ABORT, \'reply is append-only\'); END',
    'CREATE TRIGGER reply_no_delete BEFORE DELETE ON "reply" BEGIN SELECT RAISE(ABORT, \'reply is append-only\'); END',
    'CREATE TRIGGER rating_no_update BEFORE UPDATE ON "rating" BEGIN SELECT RAISE(ABORT, \'rating is append-only\'); END',
    'CREATE TRIGGER rating_no_delete BEFORE DELETE ON "rating" BEGIN SELECT RAISE(ABORT, \'rating is append-only\'); END',
)
POSTGRES = (
    'CREATE TABLE IF NOT EXISTS case_words (rowid bigint PRIMARY KEY, vector tsvector NOT NULL)',
    'CREATE INDEX IF NOT EXISTS ix_case_words ON case_words USING gin (vector)',
    'CREATE TABLE IF NOT EXISTS publication_words (rowid bigint PRIMARY KEY, vector tsvector NOT NULL)',
    'CREATE INDEX IF NOT EXISTS ix_publication_words ON publication_words USING gin (vector)',
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'this table is append-only'; END $$ LANGUAGE plpgsql",
    'CREATE TRIGGER deadline_no_update BEFORE UPDATE OF "id", "case_id", "clock", "round", "started_on", "limit", "working", "original_due_on" ON "deadline" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER deadline_no_delete BEFORE DELETE ON "deadline" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER event_no_update BEFORE UPDATE ON "event" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER event_no_delete BEFORE DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER publication_no_update BEFORE UPDATE OF "id", "case_id", "number", "station_code", "station_name", "category", "category_top", "month", "locale", "words", "summary", "replies", "outcome", "claim", "rating", "steps", "days", "late", "rounds", "heads", "common", "representative", "demo", "published_on", "published_at" ON "publication" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER publication_no_delete BEFORE DELETE ON "publication" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER reveal_no_update BEFORE UPDATE ON "reveal" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER reveal_no_delete BEFORE DELETE ON "reveal" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER reply_no_update BEFORE UPDATE ON "reply" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER reply_no_delete BEFORE DELETE ON "reply" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER rating_no_update BEFORE UPDATE ON "rating" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER rating_no_delete BEFORE DELETE ON "rating" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
)


def upgrade() -> None:
    op.create_table('calendar_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('works', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_day'))
    )
    op.create_table('calendar_year',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_calendar_year'))
    )
    op.create_table('category',
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('parent_code', sa.String(length=6), nullable=True),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('external_code', sa.String(length=20), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_category'))
    )
    op.create_table('failures',
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('wait_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_failures'))
    )
    op.create_table('form_key',
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('result_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key_hash', name=op.f('pk_form_key'))
    )
    with op.batch_alter_table('form_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_form_key_at'), ['at'], unique=False)

    op.create_table('network',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('motto', sa.String(length=60), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('mark', sa.String(length=2), nullable=False),
    sa.Column('refer_through_office', sa.Boolean(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_network_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_network'))
    )
    op.create_table('policy_limit',
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('clock', sa.String(length=20), nullable=False),
    sa.Column('limit', sa.Integer(), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=False),
    sa.Column('extension', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('version', 'clock', name=op.f('pk_policy_limit'))
    )
    op.create_table('series',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_series'))
    )
    op.create_table('setup_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setup_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_setup_link_token_hash'))
    )
    op.create_table('station',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('level', sa.Enum('district', 'town', 'village', 'enterprise', 'online', name='stationlevel', native_enum=False, length=24), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('area', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('how_to_find', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('hours', sa.String(length=120), nullable=False),
    sa.Column('step_free', sa.Boolean(), nullable=False),
    sa.Column('first_responsible_phone', sa.String(length=30), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=True),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['station.id'], name=op.f('fk_station_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_station')),
    sa.UniqueConstraint('code', name=op.f('uq_station_code'))
    )
    with op.batch_alter_table('station', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_station_parent_id'), ['parent_id'], unique=False)

    op.create_table('unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('unit', 'committee', 'discipline', 'supervision', name='unitkind', native_enum=False, length=24), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('name', name=op.f('uq_unit_name'))
    )
    op.create_table('visitor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mode', sa.Enum('named', 'confidential', 'anonymous', name='identitymode', native_enum=False, length=24), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('phone_tail', sa.String(length=4), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('needs', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visitor'))
    )
    with op.batch_alter_table('visitor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visitor_phone_tail'), ['phone_tail'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('login', sa.String(length=40), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=True),
    sa.Column('home_station_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['home_station_id'], ['station.id'], name=op.f('fk_person_home_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('login', name=op.f('uq_person_login'))
    )
    op.create_table('case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'registered', 'clarifying', 'accepted', 'referred', 'return_asked', 'handling', 'replied', 'to_deliver', 'delivered', 'rehandle', 'review', 'closed', 'answered', 'listened', 'not_accepted', 'merged', 'withdrawn', 'void', name='state', native_enum=False, length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('station', 'kiosk', 'phone', 'appointment', 'home_visit', 'field', 'online', 'letter', 'unit_on_site', 'inspection', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('kind', sa.Integer(), nullable=True),
    sa.Column('sealed', sa.Boolean(), nullable=False),
    sa.Column('nature', sa.Enum('ask', 'help', 'complain', 'suggest', 'report', 'praise', 'talk', 'errand', name='nature', native_enum=False, length=24), nullable=True),
    sa.Column('category', sa.String(length=6), nullable=True),
    sa.Column('common', sa.Boolean(), nullable=True),
    sa.Column('heads', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('wants', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('danger', sa.Boolean(), nullable=False),
    sa.Column('minor', sa.Boolean(), nullable=False),
    sa.Column('needs_writer', sa.Boolean(), nullable=False),
    sa.Column('written_down_by_id', sa.Integer(), nullable=True),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('publish_result', sa.Boolean(), nullable=False),
    sa.Column('publish_words', sa.Boolean(), nullable=False),
    sa.Column('publish_rating', sa.Boolean(), nullable=False),
    sa.Column('share_contact', sa.Boolean(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('agent_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('target_unit_id', sa.Integer(), nullable=True),
    sa.Column('visitor_id', sa.Integer(), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('next_clock', sa.String(length=20), nullable=True),
    sa.Column('policy', sa.String(length=20), nullable=False),
    sa.Column('calendar', sa.String(length=20), nullable=False),
    sa.Column('claim', sa.Enum('solved', 'partly', 'mediated', 'planned', 'explained', 'not_ours', 'answered', name='outcome', native_enum=False, length=24), nullable=True),
    sa.Column('outcome', sa.Enum('solved', 'partly', 'mediated', 'planned', 'explained', 'not_ours', 'answered', name='outcome', native_enum=False, length=24), nullable=True),
    sa.Column('public_state', sa.Enum('none', 'waiting', 'published', 'declined', name='publicstate', native_enum=False, length=24), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('events', sa.Integer(), nullable=False),
    sa.Column('chain', sa.String(length=64), nullable=False),
    sa.CheckConstraint('heads >= 1', name=op.f('ck_case_heads')),
    sa.CheckConstraint('kind BETWEEN 1 AND 5', name=op.f('ck_case_kind')),
    sa.ForeignKeyConstraint(['agent_id'], ['person.id'], name=op.f('fk_case_agent_id')),
    sa.ForeignKeyConstraint(['category'], ['category.code'], name=op.f('fk_case_category')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['case.id'], name=op.f('fk_case_merged_into_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_case_owner_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_case_station_id')),
    sa.ForeignKeyConstraint(['target_unit_id'], ['unit.id'], name=op.f('fk_case_target_unit_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_case_unit_id')),
    sa.ForeignKeyConstraint(['visitor_id'], ['visitor.id'], name=op.f('fk_case_visitor_id')),
    sa.ForeignKeyConstraint(['written_down_by_id'], ['person.id'], name=op.f('fk_case_written_down_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case')),
    sa.UniqueConstraint('number', name=op.f('uq_case_number'))
    )
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.create_index('ix_case_agent_state', ['agent_id', 'state', 'next_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index('ix_case_next', ['next_on'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_case_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_case_public', ['public_state', 'station_id'], unique=False)
        batch_op.create_index('ix_case_state_next', ['state', 'next_on'], unique=False)
        batch_op.create_index('ix_case_state_number', ['state', 'id'], unique=False)
        batch_op.create_index('ix_case_station_number', ['station_id', 'id'], unique=False)
        batch_op.create_index('ix_case_station_state', ['station_id', 'state', 'next_on'], unique=False)
        batch_op.create_index('ix_case_unit_state', ['unit_id', 'state', 'next_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_visitor_id'), ['visitor_id'], unique=False)

    op.create_table('representative',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('pledge', sa.String(length=200), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_representative_person_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_representative_station_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_representative'))
    )
    with op.batch_alter_table('representative', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_representative_station_id'), ['station_id'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'office', 'director', 'liaison', 'clerk', 'representative', 'member', 'unit_officer', 'unit_head', 'steering', 'volunteer', 'visitor', 'kiosk', 'public', 'system', name='role', native_enum=False, length=24), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint('station_id IS NULL OR unit_id IS NULL', name=op.f('ck_role_grant_one_place')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_grant_person_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_role_grant_station_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_role_grant_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_grant_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_grant_station_id'), ['station_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_grant_unit_id'), ['unit_id'], unique=False)

    op.create_table('staff_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_staff_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_staff_session_token_hash'))
    )
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_session_person_id'), ['person_id'], unique=False)

    op.create_table('contact_try',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('way', sa.Enum('in_person', 'phone', 'home_visit', 'letter', 'tracking_page', name='way', native_enum=False, length=24), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_contact_try_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_try_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_try'))
    )
    with op.batch_alter_table('contact_try', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_try_case_id'), ['case_id'], unique=False)

    op.create_table('contest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('upheld', sa.Boolean(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_contest_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest'))
    )
    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contest_case_id'), ['case_id'], unique=False)

    op.create_table('deadline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock', sa.String(length=20), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('limit', sa.Integer(), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=False),
    sa.Column('original_due_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('extended_by', sa.Integer(), nullable=False),
    sa.Column('paused_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_deadline_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deadline'))
    )
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deadline_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_deadline_open_due', ['ended_at', 'due_on'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=30), nullable=False),
    sa.Column('move', sa.String(length=4), nullable=True),
    sa.Column('from_state', sa.Enum('draft', 'registered', 'clarifying', 'accepted', 'referred', 'return_asked', 'handling', 'replied', 'to_deliver', 'delivered', 'rehandle', 'review', 'closed', 'answered', 'listened', 'not_accepted', 'merged', 'withdrawn', 'void', name='state', native_enum=False, length=24), nullable=True),
    sa.Column('to_state', sa.Enum('draft', 'registered', 'clarifying', 'accepted', 'referred', 'return_asked', 'handling', 'replied', 'to_deliver', 'delivered', 'rehandle', 'review', 'closed', 'answered', 'listened', 'not_accepted', 'merged', 'withdrawn', 'void', name='state', native_enum=False, length=24), nullable=True),
    sa.Column('role', sa.Enum('administrator', 'office', 'director', 'liaison', 'clerk', 'representative', 'member', 'unit_officer', 'unit_head', 'steering', 'volunteer', 'visitor', 'kiosk', 'public', 'system', name='role', native_enum=False, length=24), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('for_visitor', sa.Boolean(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_event_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('case_id', 'seq', name='uq_event_case_seq')
    )
    op.create_table('not_accepted',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Enum('judicial', 'discipline', 'petition', 'other', name='exclusion', native_enum=False, length=24), nullable=False),
    sa.Column('body', sa.String(length=100), nullable=False),
    sa.Column('since', sa.String(length=60), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_not_accepted_case_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_not_accepted_decided_by_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_not_accepted_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_not_accepted'))
    )
    with op.batch_alter_table('not_accepted', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_not_accepted_case_id'), ['case_id'], unique=False)

    op.create_table('not_published',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Enum('sealed', 'refused', 'hardship', 'minor', 'not_accepted', 'no_matter', 'withdrawn', 'merged', 'secret', name='notpublishedreason', native_enum=False, length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_not_published_case_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_not_published'))
    )
    with op.batch_alter_table('not_published', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_not_published_reason'), ['reason'], unique=False)

    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('station_code', sa.String(length=8), nullable=False),
    sa.Column('station_name', sa.String(length=60), nullable=False),
    sa.Column('category', sa.String(length=6), nullable=False),
    sa.Column('category_top', sa.String(length=6), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('replies', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Enum('solved', 'partly', 'mediated', 'planned', 'explained', 'not_ours', 'answered', name='outcome', native_enum=False, length=24), nullable=True),
    sa.Column('claim', sa.Enum('solved', 'partly', 'mediated', 'planned', 'explained', 'not_ours', 'answered', name='outcome', native_enum=False, length=24), nullable=True),
    sa.Column('rating', sa.Text(), nullable=False),
    sa.Column('steps', sa.Text(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('rounds', sa.Integer(), nullable=False),
    sa.Column('heads', sa.Integer(), nullable=False),
    sa.Column('common', sa.Boolean(), nullable=False),
    sa.Column('representative', sa.String(length=40), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_publication_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication'))
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_publication_category', ['category_top', 'is_current', 'id'], unique=False)
        batch_op.create_index('ix_publication_month', ['month', 'is_current', 'id'], unique=False)
        batch_op.create_index('ix_publication_newest', ['is_current', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_publication_number'), ['number'], unique=False)
        batch_op.create_index('ix_publication_station', ['station_code', 'is_current', 'id'], unique=False)

    op.create_table('referral',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('clock', sa.String(length=20), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('opinion_by_id', sa.Integer(), nullable=False),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acknowledged_by', sa.String(length=40), nullable=False),
    sa.Column('final', sa.Boolean(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_referral_case_id')),
    sa.ForeignKeyConstraint(['opinion_by_id'], ['person.id'], name=op.f('fk_referral_opinion_by_id')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['person.id'], name=op.f('fk_referral_sent_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_referral_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral')),
    sa.UniqueConstraint('number', name=op.f('uq_referral_number'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_unit_id'), ['unit_id'], unique=False)

    op.create_table('reveal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visitor_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_reveal_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reveal_person_id')),
    sa.ForeignKeyConstraint(['visitor_id'], ['visitor.id'], name=op.f('fk_reveal_visitor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reveal'))
    )
    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reveal_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reveal_visitor_id'), ['visitor_id'], unique=False)

    op.create_table('second_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('upheld', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_second_review_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_review_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_review'))
    )
    with op.batch_alter_table('second_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_review_case_id'), ['case_id'], unique=False)

    op.create_table('tracking',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_tracking_case_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_tracking')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_tracking_code_hash')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_tracking_token_hash'))
    )
    op.create_table('extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('granted', sa.Boolean(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_extension_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension'))
    )
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extension_referral_id'), ['referral_id'], unique=False)

    op.create_table('reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('document', sa.String(length=60), nullable=False),
    sa.Column('checked', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('claim', sa.Enum('solved', 'partly', 'mediated', 'planned', 'explained', 'not_ours', 'answered', name='outcome', native_enum=False, length=24), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('officer', sa.String(length=40), nullable=False),
    sa.Column('signed_off_by', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_reply_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reply_person_id')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_reply_referral_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_reply_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply')),
    sa.UniqueConstraint('case_id', 'seq', name='uq_reply_case_seq')
    )
    with op.batch_alter_table('reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reply_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_reply_unit_id'), ['unit_id'], unique=False)

    op.create_table('return_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_unit_id', sa.Integer(), nullable=True),
    sa.Column('was_acknowledged', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stays', sa.Boolean(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['proposed_unit_id'], ['unit.id'], name=op.f('fk_return_request_proposed_unit_id')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_return_request_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_return_request'))
    )
    with op.batch_alter_table('return_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_request_referral_id'), ['referral_id'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('reply_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('visitor', 'staff', 'reply', name='attachmentkind', native_enum=False, length=24), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_attachment_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attachment_person_id')),
    sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_attachment_reply_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_reply_id'), ['reply_id'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('reply_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.Enum('in_person', 'phone', 'home_visit', 'letter', 'tracking_page', name='way', native_enum=False, length=24), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_delivery_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_delivery_person_id')),
    sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_delivery_reply_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('reply_id', name=op.f('uq_delivery_reply_id'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_case_id'), ['case_id'], unique=False)

    op.create_table('plain_summary',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reply_id', sa.Integer(), nullable=False),
    sa.Column('asked', sa.String(length=120), nullable=False),
    sa.Column('answer', sa.String(length=120), nullable=False),
    sa.Column('next', sa.String(length=120), nullable=False),
    sa.Column('disagree', sa.String(length=120), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_plain_summary_confirmed_by_id')),
    sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_plain_summary_reply_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_plain_summary_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plain_summary'))
    )
    with op.batch_alter_table('plain_summary', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plain_summary_reply_id'), ['reply_id'], unique=False)

    op.create_table('rating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('reply_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('reception', sa.Integer(), nullable=True),
    sa.Column('result', sa.Enum('satisfied', 'fairly', 'dissatisfied', name='result', native_enum=False, length=24), nullable=False),
    sa.Column('understood', sa.Boolean(), nullable=False),
    sa.Column('solved', sa.Enum('yes', 'partly', 'no', 'cannot_tell', name='solved', native_enum=False, length=24), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('publish_words', sa.Boolean(), nullable=False),
    sa.Column('channel', sa.Enum('station', 'kiosk', 'phone', 'appointment', 'home_visit', 'field', 'online', 'letter', 'unit_on_site', 'inspection', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('reception BETWEEN 1 AND 5', name=op.f('ck_rating_reception')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_rating_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rating_person_id')),
    sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_rating_reply_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating')),
    sa.UniqueConstraint('reply_id', name=op.f('uq_rating_reply_id'))
    )
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_case_id'), ['case_id'], unique=False)

    op.create_table('reply_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reply_id', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reply_review_person_id')),
    sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_reply_review_reply_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply_review')),
    sa.UniqueConstraint('reply_id', name=op.f('uq_reply_review_reply_id'))
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(sa.DDL(statement))


def downgrade() -> None:
    for name in ("case_words", "publication_words"):
        op.execute(sa.DDL(f"DROP TABLE {name}"))
    op.drop_table('reply_review')
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rating_case_id'))

    op.drop_table('rating')
    with op.batch_alter_table('plain_summary', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plain_summary_reply_id'))

    op.drop_table('plain_summary')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_case_id'))

    op.drop_table('delivery')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_reply_id'))
        batch_op.drop_index(batch_op.f('ix_attachment_case_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('return_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_return_request_referral_id'))

    op.drop_table('return_request')
    with op.batch_alter_table('reply', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reply_unit_id'))
        batch_op.drop_index(batch_op.f('ix_reply_sha256'))

    op.drop_table('reply')
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_extension_referral_id'))

    op.drop_table('extension')
    op.drop_table('tracking')
    with op.batch_alter_table('second_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_second_review_case_id'))

    op.drop_table('second_review')
    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reveal_visitor_id'))
        batch_op.drop_index(batch_op.f('ix_reveal_case_id'))

    op.drop_table('reveal')
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referral_unit_id'))
        batch_op.drop_index(batch_op.f('ix_referral_case_id'))

    op.drop_table('referral')
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_index('ix_publication_station')
        batch_op.drop_index(batch_op.f('ix_publication_number'))
        batch_op.drop_index('ix_publication_newest')
        batch_op.drop_index('ix_publication_month')
        batch_op.drop_index('ix_publication_category')
        batch_op.drop_index(batch_op.f('ix_publication_case_id'))

    op.drop_table('publication')
    with op.batch_alter_table('not_published', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_not_published_reason'))

    op.drop_table('not_published')
    with op.batch_alter_table('not_accepted', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_not_accepted_case_id'))

    op.drop_table('not_accepted')
    op.drop_table('event')
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.drop_index('ix_deadline_open_due')
        batch_op.drop_index(batch_op.f('ix_deadline_case_id'))

    op.drop_table('deadline')
    with op.batch_alter_table('contest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contest_case_id'))

    op.drop_table('contest')
    with op.batch_alter_table('contact_try', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_try_case_id'))

    op.drop_table('contact_try')
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_session_person_id'))

    op.drop_table('staff_session')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grant_unit_id'))
        batch_op.drop_index(batch_op.f('ix_role_grant_station_id'))
        batch_op.drop_index(batch_op.f('ix_role_grant_person_id'))

    op.drop_table('role_grant')
    with op.batch_alter_table('representative', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_representative_station_id'))

    op.drop_table('representative')
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_visitor_id'))
        batch_op.drop_index('ix_case_unit_state')
        batch_op.drop_index('ix_case_station_state')
        batch_op.drop_index('ix_case_station_number')
        batch_op.drop_index('ix_case_state_number')
        batch_op.drop_index('ix_case_state_next')
        batch_op.drop_index('ix_case_public')
        batch_op.drop_index(batch_op.f('ix_case_owner_id'))
        batch_op.drop_index('ix_case_next', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_case_merged_into_id'))
        batch_op.drop_index('ix_case_agent_state')

    op.drop_table('case')
    op.drop_table('person')
    with op.batch_alter_table('visitor', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visitor_phone_tail'))

    op.drop_table('visitor')
    op.drop_table('unit')
    with op.batch_alter_table('station', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_station_parent_id'))

    op.drop_table('station')
    op.drop_table('setup_link')
    op.drop_table('series')
    op.drop_table('policy_limit')
    op.drop_table('network')
    with op.batch_alter_table('form_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_form_key_at'))

    op.drop_table('form_key')
    op.drop_table('failures')
    op.drop_table('category')
    op.drop_table('calendar_year')
    op.drop_table('calendar_day')
