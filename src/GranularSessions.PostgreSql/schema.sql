-- GranularSessions on PostgreSQL 14 or newer: everything that the store needs, in the schema granular_sessions.
-- Run it as the schema's owner, in one transaction; running it again changes nothing:
--   psql --single-transaction --set ON_ERROR_STOP=1 --file schema.sql
-- For another schema, replace the word granular_sessions throughout. Grants and partitioning: docs/stores-postgresql.md.
--
-- Why it is built this way:
-- * Every function is VOLATILE and every statement in it sees what was committed before it began (READ COMMITTED), so
--   that what follows a lock sees what the lock waited for.
-- * Commands on items hold the session's row FOR KEY SHARE: beside each other, but never beside the destruction,
--   regeneration or sign-in of their session, which hold it FOR UPDATE. A condition on the row without the lock lets a
--   write slip in behind a concurrent destruction.
-- * Locks are taken in one order: session (several by selector), item, then what the item or session contains.
-- * No column that ordinary commands change is indexed, so that updates stay heap-only (HOT). Expired sessions are
--   therefore found by walking the primary key in bounded steps, not by an index on deadlines.
-- * Names are qualified instead of found by search_path: the store works behind any pooler.

CREATE SCHEMA IF NOT EXISTS granular_sessions;

DO $$
DECLARE
    present int;
BEGIN
    IF to_regproc('granular_sessions.schema_version') IS NOT NULL THEN
        EXECUTE 'SELECT granular_sessions.schema_version()' INTO present;
        IF present > 1 THEN
            RAISE EXCEPTION 'The schema granular_sessions has version %; this script, of an older package, makes version 1.', present;
        END IF;
    END IF;
    IF current_setting('server_version_num')::int < 140000 THEN
        RAISE EXCEPTION 'GranularSessions needs PostgreSQL 14 or newer.';
    END IF;
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'GranularSessions needs a database in UTF8; this one is in %.', current_setting('server_encoding');
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS granular_sessions.session (
    selector text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    user_id text COLLATE "C",
    verifier_hash bytea NOT NULL,
    generation bigint NOT NULL DEFAULT 1,
    previous_verifier_hash bytea,
    previous_until timestamptz,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    idle_deadline timestamptz NOT NULL,
    absolute_deadline timestamptz NOT NULL,
    user_agent_hint text,
    PRIMARY KEY (selector)
) WITH (fillfactor = 85);

CREATE INDEX IF NOT EXISTS session_by_user ON granular_sessions.session (user_id, selector) WHERE user_id IS NOT NULL;

-- What is written through ISession.
CREATE TABLE IF NOT EXISTS granular_sessions.entry (
    selector text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (selector, key)
) WITH (fillfactor = 85);

-- One row for every counter and value, and one for every set, map, list and token list that has elements.
CREATE TABLE IF NOT EXISTS granular_sessions.item (
    selector text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    kind smallint NOT NULL,
    deadline timestamptz,
    number bigint NOT NULL,         -- a counter's value, else how many elements there are
    version bigint NOT NULL,        -- of a value
    first_position bigint NOT NULL, -- of a list
    last_position bigint NOT NULL,
    payload bytea,                  -- of a value
    PRIMARY KEY (selector, key)
) WITH (fillfactor = 85);

-- Members of sets, fields of maps, tokens.
CREATE TABLE IF NOT EXISTS granular_sessions.element (
    selector text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    name bytea NOT NULL,            -- the member's or token's SHA-256, or the field's name in UTF-8
    payload bytea,
    version bigint NOT NULL,        -- of a field
    deadline timestamptz,           -- of a token
    is_consumed boolean NOT NULL,   -- of a token
    PRIMARY KEY (selector, key, name)
) WITH (fillfactor = 85);

CREATE TABLE IF NOT EXISTS granular_sessions.list_element (
    selector text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (selector, key, position)
);

-- Operations that were given an id, so that each is executed once.
CREATE TABLE IF NOT EXISTS granular_sessions.operation (
    selector text COLLATE "C" NOT NULL,
    id bytea NOT NULL,
    command_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    number bigint,
    had_value boolean,
    payload bytea,
    PRIMARY KEY (selector, id)
);

-- Versions of values and fields: never the same twice.
CREATE SEQUENCE IF NOT EXISTS granular_sessions.version;

DO $$
BEGIN
    IF to_regtype('granular_sessions.access') IS NULL THEN
        -- Which session, by what right, for how long, and as which operation.
        CREATE TYPE granular_sessions.access AS (
            selector text,
            verifier_hash bytea,
            generation bigint,              -- null: the verifier decides
            new_id text,                    -- not null: the session is created first
            idle_us bigint,
            absolute_us bigint,
            refresh_after_us bigint,
            operation_id bytea,             -- null: executed whenever it is sent
            operation_hash bytea,
            operation_expires_at timestamptz,
            max_operations int
        );
    END IF;
    IF to_regtype('granular_sessions.answer') IS NULL THEN
        CREATE TYPE granular_sessions.answer AS (
            status text,                    -- null while the command is under way
            generation bigint,
            number bigint,
            had_value boolean,
            payload bytea,
            payloads bytea[],
            names bytea[],
            actual_kind smallint,
            is_replay boolean,
            at timestamptz                  -- when the session was found alive
        );
    END IF;
    IF to_regtype('granular_sessions.session_answer') IS NULL THEN
        CREATE TYPE granular_sessions.session_answer AS (
            status text,
            generation bigint,
            had_value boolean,
            id text,
            user_id text,
            created_at timestamptz,
            last_seen_at timestamptz,
            user_agent_hint text,
            entry_keys text[],
            entry_values bytea[]
        );
    END IF;
    IF to_regtype('granular_sessions.held_item') IS NULL THEN
        CREATE TYPE granular_sessions.held_item AS (
            kind smallint,                  -- null: there is none
            number bigint,
            version bigint,
            first_position bigint,
            last_position bigint,
            is_new boolean
        );
    END IF;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.schema_version() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';

-- ---------------------------------------------------------------------------------------------------------------
-- Sessions
-- ---------------------------------------------------------------------------------------------------------------

-- Whether an access opens a session at a moment: its status is null if so. had_value: whether it is the first
-- presentation of a new verifier, which ends the previous one.
CREATE OR REPLACE FUNCTION granular_sessions.admit(
    access granular_sessions.access, s granular_sessions.session, at timestamptz)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer;
BEGIN
    answer.at := at;
    IF s.selector IS NULL OR s.idle_deadline <= at OR s.absolute_deadline <= at THEN
        answer.status := 'session_missing';
    ELSIF access.generation = s.generation THEN
        answer.generation := s.generation;
    ELSIF access.generation IS NULL AND access.verifier_hash = s.verifier_hash THEN
        answer.generation := s.generation;
        answer.had_value := s.previous_verifier_hash IS NOT NULL;
    ELSIF s.previous_verifier_hash IS NOT NULL AND s.previous_until > at
        AND (access.generation = s.generation - 1
            OR (access.generation IS NULL AND access.verifier_hash = s.previous_verifier_hash)) THEN
        answer.generation := s.generation - 1;
    ELSE
        answer.status := 'superseded';
    END IF;
    RETURN answer;
END $$;

-- Writes down activity, unless another command has meanwhile.
CREATE OR REPLACE FUNCTION granular_sessions.refresh_session(access granular_sessions.access, at timestamptz)
    RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE granular_sessions.session
    SET last_seen_at = at, idle_deadline = at + access.idle_us * interval '1 microsecond'
    WHERE selector = access.selector AND last_seen_at <= at - access.refresh_after_us * interval '1 microsecond';
END $$;

-- Looks an operation's record up. Its session is held FOR UPDATE.
CREATE OR REPLACE FUNCTION granular_sessions.recall(access granular_sessions.access, answer granular_sessions.answer)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    recorded granular_sessions.operation;
BEGIN
    IF access.operation_expires_at <= answer.at THEN
        answer.status := 'operation_expired';
        RETURN answer;
    END IF;
    DELETE FROM granular_sessions.operation WHERE selector = access.selector AND expires_at <= answer.at;
    SELECT * INTO recorded FROM granular_sessions.operation WHERE selector = access.selector AND id = access.operation_id;
    IF FOUND THEN
        IF recorded.command_hash = access.operation_hash THEN
            answer.status := 'applied';
            answer.number := recorded.number;
            answer.had_value := recorded.had_value;
            answer.payload := recorded.payload;
            answer.is_replay := true;
        ELSE
            answer.status := 'operation_mismatch';
        END IF;
    ELSIF (SELECT count(*) FROM granular_sessions.operation WHERE selector = access.selector) >= access.max_operations THEN
        answer.status := 'operation_limit_reached';
    END IF;
    RETURN answer;
END $$;

-- The first step of every command that writes: creates, or locks and checks, the session. The answer's status is null
-- if the command may go on. A session held for good (exclusively) stays beside no other command.
CREATE OR REPLACE FUNCTION granular_sessions.open_session(access granular_sessions.access, exclusively boolean)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    s granular_sessions.session;
    answer granular_sessions.answer;
BEGIN
    IF access.new_id IS NOT NULL THEN
        answer.at := clock_timestamp();
        INSERT INTO granular_sessions.session (selector, id, verifier_hash, created_at, last_seen_at, idle_deadline, absolute_deadline)
        VALUES (access.selector, access.new_id, access.verifier_hash, answer.at, answer.at,
            answer.at + access.idle_us * interval '1 microsecond', answer.at + access.absolute_us * interval '1 microsecond')
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            answer.status := 'session_exists';
            RETURN answer;
        END IF;
        answer.generation := 1;
    ELSE
        -- Two commands that present a new verifier for the first time must not both wait to end the previous one.
        IF NOT exclusively AND access.operation_id IS NULL THEN
            SELECT * INTO s FROM granular_sessions.session
            WHERE selector = access.selector AND (access.generation IS NOT NULL OR previous_verifier_hash IS NULL)
            FOR KEY SHARE;
        END IF;
        IF s.selector IS NULL THEN
            SELECT * INTO s FROM granular_sessions.session WHERE selector = access.selector FOR UPDATE;
        END IF;

        answer := granular_sessions.admit(access, s, clock_timestamp());
        IF answer.status IS NOT NULL THEN
            RETURN answer;
        END IF;
        IF answer.had_value THEN
            UPDATE granular_sessions.session SET previous_verifier_hash = NULL, previous_until = NULL WHERE selector = access.selector;
            answer.had_value := NULL;
        END IF;
        IF s.last_seen_at <= answer.at - access.refresh_after_us * interval '1 microsecond' THEN
            PERFORM granular_sessions.refresh_session(access, answer.at);
        END IF;
    END IF;

    IF access.operation_id IS NOT NULL THEN
        RETURN granular_sessions.recall(access, answer);
    END IF;
    RETURN answer;
END $$;

-- The last step of a command that creates its session or is executed once.
CREATE OR REPLACE FUNCTION granular_sessions.conclude(
    access granular_sessions.access, answer granular_sessions.answer, kept_payload bytea DEFAULT NULL)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
BEGIN
    IF answer.status <> 'applied' THEN
        IF access.new_id IS NOT NULL THEN
            DELETE FROM granular_sessions.session WHERE selector = access.selector;
        END IF;
    ELSIF access.operation_id IS NOT NULL THEN
        INSERT INTO granular_sessions.operation (selector, id, command_hash, expires_at, number, had_value, payload)
        VALUES (access.selector, access.operation_id, access.operation_hash, access.operation_expires_at,
            answer.number, answer.had_value, coalesce(answer.payload, kept_payload));
    END IF;
    RETURN answer;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.empty_session(holder text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM granular_sessions.item WHERE selector = holder;
    DELETE FROM granular_sessions.element WHERE selector = holder;
    DELETE FROM granular_sessions.list_element WHERE selector = holder;
    DELETE FROM granular_sessions.entry WHERE selector = holder;
END $$;

-- Removes sessions that the caller holds FOR UPDATE, with everything in them.
CREATE OR REPLACE FUNCTION granular_sessions.remove_sessions(holders text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM granular_sessions.session WHERE selector = ANY (holders);
    DELETE FROM granular_sessions.item WHERE selector = ANY (holders);
    DELETE FROM granular_sessions.element WHERE selector = ANY (holders);
    DELETE FROM granular_sessions.list_element WHERE selector = ANY (holders);
    DELETE FROM granular_sessions.entry WHERE selector = ANY (holders);
    DELETE FROM granular_sessions.operation WHERE selector = ANY (holders);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.describe_session(s granular_sessions.session, answer granular_sessions.answer)
    RETURNS granular_sessions.session_answer LANGUAGE plpgsql AS $$
DECLARE
    described granular_sessions.session_answer;
BEGIN
    described.status := answer.status;
    described.generation := answer.generation;
    described.had_value := answer.had_value;
    described.id := s.id;
    described.user_id := s.user_id;
    described.created_at := s.created_at;
    described.last_seen_at := s.last_seen_at;
    described.user_agent_hint := s.user_agent_hint;
    RETURN described;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.read_session(access granular_sessions.access, with_entries boolean)
    RETURNS granular_sessions.session_answer LANGUAGE plpgsql AS $$
DECLARE
    seen record;
    answer granular_sessions.answer;
    described granular_sessions.session_answer;
BEGIN
    LOOP
        -- One statement sees one moment: no lock is needed.
        SELECT s AS session, e.keys, e.values INTO seen
        FROM granular_sessions.session s
        LEFT JOIN LATERAL (
            SELECT array_agg(entry.key) AS keys, array_agg(entry.value) AS values
            FROM granular_sessions.entry WHERE entry.selector = s.selector AND with_entries
        ) e ON true
        WHERE s.selector = access.selector;

        answer := granular_sessions.admit(access, seen.session, clock_timestamp());
        IF answer.had_value THEN
            PERFORM granular_sessions.open_session(access, true);
            CONTINUE;
        END IF;
        EXIT;
    END LOOP;

    IF answer.status IS NULL THEN
        answer.status := 'applied';
        IF (seen.session).last_seen_at <= answer.at - access.refresh_after_us * interval '1 microsecond' THEN
            PERFORM granular_sessions.refresh_session(access, answer.at);
            seen.session.last_seen_at := answer.at;
        END IF;
        described := granular_sessions.describe_session(seen.session, answer);
        described.entry_keys := seen.keys;
        described.entry_values := seen.values;
        RETURN described;
    END IF;
    described.status := answer.status;
    RETURN described;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.set_user_agent_hint(access granular_sessions.access, hint text)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
BEGIN
    IF answer.status IS NULL THEN
        UPDATE granular_sessions.session SET user_agent_hint = hint WHERE selector = access.selector;
        answer.status := 'applied';
    END IF;
    RETURN answer;
END $$;

-- Values that are null are removed.
CREATE OR REPLACE FUNCTION granular_sessions.write_entries(
    access granular_sessions.access, clear_first boolean, entry_keys text[], entry_values bytea[])
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    -- Removing what is not there locks nothing: a batch that removes and writes stays whole only alone.
    answer granular_sessions.answer := granular_sessions.open_session(
        access, clear_first OR (cardinality(entry_keys) > 1 AND array_position(entry_values, NULL) IS NOT NULL));
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    IF clear_first THEN
        PERFORM granular_sessions.empty_session(access.selector);
    END IF;
    DELETE FROM granular_sessions.entry
    WHERE selector = access.selector
        AND key = ANY (SELECT e.key FROM unnest(entry_keys, entry_values) AS e (key, value) WHERE e.value IS NULL);
    -- In order, so that two batches do not wait for each other.
    INSERT INTO granular_sessions.entry (selector, key, value)
    SELECT access.selector, e.key, e.value FROM unnest(entry_keys, entry_values) AS e (key, value)
    WHERE e.value IS NOT NULL
    ORDER BY e.key COLLATE "C"
    ON CONFLICT (selector, key) DO UPDATE SET value = EXCLUDED.value;
    answer.status := 'applied';
    RETURN answer;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.regenerate(access granular_sessions.access, new_verifier_hash bytea, grace_us bigint)
    RETURNS granular_sessions.session_answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, true);
    s granular_sessions.session;
BEGIN
    IF answer.status IS NULL THEN
        UPDATE granular_sessions.session
        SET verifier_hash = new_verifier_hash,
            generation = generation + 1,
            previous_verifier_hash = CASE WHEN grace_us IS NOT NULL THEN verifier_hash END,
            previous_until = answer.at + grace_us * interval '1 microsecond'
        WHERE selector = access.selector AND generation = answer.generation
        RETURNING * INTO s;
        IF FOUND THEN
            answer.status := 'applied';
            answer.generation := s.generation;
        ELSE
            answer.status := 'not_applied';
        END IF;
    END IF;
    RETURN granular_sessions.describe_session(s, answer);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.sign_in(
    access granular_sessions.access, new_verifier_hash bytea, new_user_id text, id_if_taken_over text)
    RETURNS granular_sessions.session_answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, true);
    s granular_sessions.session;
BEGIN
    IF answer.status IS NULL THEN
        SELECT * INTO s FROM granular_sessions.session WHERE selector = access.selector AND generation = answer.generation;
        IF NOT FOUND THEN
            answer.status := 'superseded';
            RETURN granular_sessions.describe_session(s, answer);
        END IF;

        answer.had_value := s.user_id IS NOT NULL AND s.user_id <> new_user_id;
        IF answer.had_value THEN
            PERFORM granular_sessions.empty_session(access.selector);
            DELETE FROM granular_sessions.operation WHERE selector = access.selector;
        END IF;
        UPDATE granular_sessions.session
        SET id = CASE WHEN answer.had_value THEN id_if_taken_over ELSE id END,
            user_id = new_user_id,
            verifier_hash = new_verifier_hash,
            generation = generation + 1,
            previous_verifier_hash = NULL,
            previous_until = NULL,
            absolute_deadline = answer.at + access.absolute_us * interval '1 microsecond'
        WHERE selector = access.selector
        RETURNING * INTO s;
        answer.status := 'applied';
        answer.generation := s.generation;
    END IF;
    RETURN granular_sessions.describe_session(s, answer);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.destroy(access granular_sessions.access)
    RETURNS granular_sessions.session_answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, true);
    s granular_sessions.session;
BEGIN
    IF answer.status IS NULL THEN
        SELECT * INTO s FROM granular_sessions.session WHERE selector = access.selector;
        PERFORM granular_sessions.remove_sessions(ARRAY[access.selector]);
        answer.status := 'applied';
    END IF;
    RETURN granular_sessions.describe_session(s, answer);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.read_operation(access granular_sessions.access)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    -- Waits for the operation itself, where it is still under way.
    answer granular_sessions.answer := granular_sessions.open_session(access, true);
BEGIN
    IF answer.status IS NULL OR answer.status = 'operation_limit_reached' THEN
        answer.status := 'absent';
    END IF;
    RETURN answer;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.list_sessions(listed_user_id text)
    RETURNS SETOF granular_sessions.session LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT * FROM granular_sessions.session
    WHERE user_id = listed_user_id AND idle_deadline > clock_timestamp() AND absolute_deadline > clock_timestamp();
END $$;

-- Ends up to at_most living sessions of a user, or of all users, whose selectors come after one given; answers with them.
CREATE OR REPLACE FUNCTION granular_sessions.revoke_sessions(
    revoked_user_id text, only_id text, except_id text, after_selector text, at_most int)
    RETURNS SETOF granular_sessions.session LANGUAGE plpgsql AS $$
DECLARE
    revoked granular_sessions.session[];
BEGIN
    IF revoked_user_id IS NOT NULL THEN
        SELECT array_agg(s) INTO revoked FROM (
            SELECT * FROM granular_sessions.session
            WHERE user_id = revoked_user_id AND selector > after_selector
                AND (only_id IS NULL OR id = only_id) AND (except_id IS NULL OR id <> except_id)
                AND idle_deadline > clock_timestamp() AND absolute_deadline > clock_timestamp()
            ORDER BY selector LIMIT at_most FOR UPDATE) s;
    ELSE
        SELECT array_agg(s) INTO revoked FROM (
            SELECT * FROM granular_sessions.session
            WHERE user_id IS NOT NULL AND selector > after_selector
                AND (only_id IS NULL OR id = only_id) AND (except_id IS NULL OR id <> except_id)
                AND idle_deadline > clock_timestamp() AND absolute_deadline > clock_timestamp()
            ORDER BY selector LIMIT at_most FOR UPDATE) s;
    END IF;
    PERFORM granular_sessions.remove_sessions(ARRAY(SELECT r.selector FROM unnest(revoked) r));
    RETURN QUERY SELECT * FROM unnest(revoked);
END $$;

-- Walks over the next rows in the order of selectors and removes up to at_most expired sessions among them, passing
-- over those that others hold. last_selector is where to go on; null: the end was reached.
CREATE OR REPLACE FUNCTION granular_sessions.remove_expired_sessions(
    after_selector text, rows int, at_most int, OUT removed int, OUT last_selector text) LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    walked int;
    expired text[];
BEGIN
    SELECT count(*), max(w.selector), array_agg(w.selector ORDER BY w.selector) FILTER (WHERE w.deadline <= moment)
    INTO walked, last_selector, expired
    FROM (
        SELECT selector, least(idle_deadline, absolute_deadline) AS deadline
        FROM granular_sessions.session WHERE selector > after_selector ORDER BY selector LIMIT rows) w;
    IF cardinality(expired) > at_most THEN
        expired := expired[:at_most];
        last_selector := expired[at_most];
    ELSIF walked < rows THEN
        last_selector := NULL;
    END IF;

    expired := ARRAY(
        SELECT selector FROM granular_sessions.session
        WHERE selector = ANY (expired) AND least(idle_deadline, absolute_deadline) <= moment
        ORDER BY selector FOR UPDATE SKIP LOCKED);
    PERFORM granular_sessions.remove_sessions(expired);
    removed := cardinality(expired);
END $$;

-- The same for expired items of living sessions. last_selector and last_key are where to go on; null: the end was reached.
CREATE OR REPLACE FUNCTION granular_sessions.remove_expired_items(
    after_selector text, after_key text, rows int, OUT last_selector text, OUT last_key text) LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    expired record;
    walked int;
BEGIN
    SELECT count(*), (array_agg(w.selector ORDER BY w.selector DESC, w.key DESC))[1], (array_agg(w.key ORDER BY w.selector DESC, w.key DESC))[1]
    INTO walked, last_selector, last_key
    FROM (
        SELECT selector, key FROM granular_sessions.item
        WHERE (selector, key) > (after_selector, after_key) ORDER BY selector, key LIMIT rows) w;
    FOR expired IN
        SELECT selector, key FROM granular_sessions.item
        WHERE (selector, key) > (after_selector, after_key) AND (selector, key) <= (last_selector, last_key) AND deadline <= moment
        ORDER BY selector, key FOR UPDATE SKIP LOCKED
    LOOP
        PERFORM granular_sessions.drop_item(expired.selector, expired.key);
    END LOOP;
    IF walked < rows THEN
        last_selector := NULL;
        last_key := NULL;
    END IF;
END $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Items
-- ---------------------------------------------------------------------------------------------------------------

-- Removes an item that the caller holds, with its elements.
CREATE OR REPLACE FUNCTION granular_sessions.drop_item(holder text, item_key text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM granular_sessions.item WHERE selector = holder AND key = item_key;
    DELETE FROM granular_sessions.element WHERE selector = holder AND key = item_key;
    DELETE FROM granular_sessions.list_element WHERE selector = holder AND key = item_key;
END $$;

-- Locks an item; one past its deadline is removed and counts as none.
CREATE OR REPLACE FUNCTION granular_sessions.hold_item(holder text, item_key text, at timestamptz)
    RETURNS granular_sessions.held_item LANGUAGE plpgsql AS $$
DECLARE
    held granular_sessions.held_item;
    deadline timestamptz;
BEGIN
    SELECT i.kind, i.number, i.version, i.first_position, i.last_position, false, i.deadline
    INTO held.kind, held.number, held.version, held.first_position, held.last_position, held.is_new, deadline
    FROM granular_sessions.item i WHERE i.selector = holder AND i.key = item_key FOR UPDATE;
    IF deadline <= at THEN
        PERFORM granular_sessions.drop_item(holder, item_key);
        RETURN NULL;
    END IF;
    RETURN held;
END $$;

-- Locks an item, creating an empty one where there is none.
CREATE OR REPLACE FUNCTION granular_sessions.hold_or_add_item(
    holder text, item_key text, item_kind smallint, lifetime_us bigint, at timestamptz)
    RETURNS granular_sessions.held_item LANGUAGE plpgsql AS $$
DECLARE
    held granular_sessions.held_item;
BEGIN
    LOOP
        held := granular_sessions.hold_item(holder, item_key, at);
        IF held.kind IS NOT NULL THEN
            RETURN held;
        END IF;
        INSERT INTO granular_sessions.item (selector, key, kind, deadline, number, version, first_position, last_position)
        VALUES (holder, item_key, item_kind, at + lifetime_us * interval '1 microsecond', 0, 0, 1, 0)
        ON CONFLICT DO NOTHING;
        IF FOUND THEN
            RETURN ROW(item_kind, 0, 0, 1, 0, true)::granular_sessions.held_item;
        END IF;
    END LOOP;
END $$;

-- Writes down how many elements an item that the caller holds has now; without any it ends.
CREATE OR REPLACE FUNCTION granular_sessions.settle_item(holder text, item_key text, elements bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF elements = 0 THEN
        DELETE FROM granular_sessions.item WHERE selector = holder AND key = item_key;
    ELSE
        UPDATE granular_sessions.item SET number = elements WHERE selector = holder AND key = item_key AND number <> elements;
    END IF;
END $$;

-- Reads an item's number, or a value's payload and, as number, its version.
CREATE OR REPLACE FUNCTION granular_sessions.read_item(
    access granular_sessions.access, item_key text, item_kind smallint, is_value_wanted boolean)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    seen record;
    answer granular_sessions.answer;
BEGIN
    LOOP
        SELECT s AS session, i.kind,
            CASE WHEN is_value_wanted THEN i.version ELSE i.number END AS number,
            CASE WHEN is_value_wanted THEN i.payload END AS payload
        INTO seen
        FROM granular_sessions.session s
        LEFT JOIN granular_sessions.item i
            ON i.selector = s.selector AND i.key = item_key AND (i.deadline IS NULL OR i.deadline > clock_timestamp())
        WHERE s.selector = access.selector;

        answer := granular_sessions.admit(access, seen.session, clock_timestamp());
        IF answer.status IS NOT NULL THEN
            RETURN answer;
        END IF;
        IF answer.had_value THEN
            PERFORM granular_sessions.open_session(access, true);
            CONTINUE;
        END IF;
        EXIT;
    END LOOP;

    IF (seen.session).last_seen_at <= answer.at - access.refresh_after_us * interval '1 microsecond' THEN
        PERFORM granular_sessions.refresh_session(access, answer.at);
    END IF;
    answer.had_value := false;
    IF seen.kind IS NULL THEN
        answer.status := 'absent';
    ELSIF seen.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := seen.kind;
    ELSE
        answer.status := 'applied';
        answer.payload := seen.payload;
        answer.number := seen.number;
    END IF;
    RETURN answer;
END $$;

-- Reads one element, or all of them where element_name is null: names and payloads, or the payloads of a list in order.
CREATE OR REPLACE FUNCTION granular_sessions.read_elements(
    access granular_sessions.access, item_key text, item_kind smallint, element_name bytea)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    seen record;
    answer granular_sessions.answer;
BEGIN
    LOOP
        SELECT s AS session, i.kind, e.names, e.payloads, e.version INTO seen
        FROM granular_sessions.session s
        LEFT JOIN granular_sessions.item i
            ON i.selector = s.selector AND i.key = item_key AND (i.deadline IS NULL OR i.deadline > clock_timestamp())
        LEFT JOIN LATERAL (
            SELECT array_agg(element.name) AS names, array_agg(element.payload) AS payloads, max(element.version) AS version
            FROM granular_sessions.element
            WHERE element.selector = s.selector AND element.key = i.key AND (element_name IS NULL OR element.name = element_name)
        ) e ON true
        WHERE s.selector = access.selector;

        answer := granular_sessions.admit(access, seen.session, clock_timestamp());
        IF answer.status IS NOT NULL THEN
            RETURN answer;
        END IF;
        IF answer.had_value THEN
            PERFORM granular_sessions.open_session(access, true);
            CONTINUE;
        END IF;
        EXIT;
    END LOOP;

    IF (seen.session).last_seen_at <= answer.at - access.refresh_after_us * interval '1 microsecond' THEN
        PERFORM granular_sessions.refresh_session(access, answer.at);
    END IF;
    answer.had_value := false;
    IF seen.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := seen.kind;
    ELSIF seen.names IS NULL THEN
        answer.status := 'absent';
    ELSE
        answer.status := 'applied';
        answer.names := seen.names;
        answer.payloads := seen.payloads;
        answer.number := seen.version;
    END IF;
    RETURN answer;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.read_list(access granular_sessions.access, item_key text, item_kind smallint)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    seen record;
    answer granular_sessions.answer;
BEGIN
    LOOP
        SELECT s AS session, i.kind, e.payloads INTO seen
        FROM granular_sessions.session s
        LEFT JOIN granular_sessions.item i
            ON i.selector = s.selector AND i.key = item_key AND (i.deadline IS NULL OR i.deadline > clock_timestamp())
        LEFT JOIN LATERAL (
            SELECT array_agg(l.payload ORDER BY l.position) AS payloads
            FROM granular_sessions.list_element l WHERE l.selector = s.selector AND l.key = i.key
        ) e ON true
        WHERE s.selector = access.selector;

        answer := granular_sessions.admit(access, seen.session, clock_timestamp());
        IF answer.status IS NOT NULL THEN
            RETURN answer;
        END IF;
        IF answer.had_value THEN
            PERFORM granular_sessions.open_session(access, true);
            CONTINUE;
        END IF;
        EXIT;
    END LOOP;

    IF (seen.session).last_seen_at <= answer.at - access.refresh_after_us * interval '1 microsecond' THEN
        PERFORM granular_sessions.refresh_session(access, answer.at);
    END IF;
    answer.had_value := false;
    IF seen.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := seen.kind;
    ELSIF seen.payloads IS NULL THEN
        answer.status := 'absent';
    ELSE
        answer.status := 'applied';
        answer.payloads := seen.payloads;
    END IF;
    RETURN answer;
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.remove_item(access granular_sessions.access, item_key text, item_kind smallint)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_item(access.selector, item_key, answer.at);
    IF held.kind IS NULL THEN
        answer.status := 'absent';
    ELSIF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSE
        PERFORM granular_sessions.drop_item(access.selector, item_key);
        answer.status := 'applied';
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;

-- Adds to a counter that lies between lowest and highest before the addition.
CREATE OR REPLACE FUNCTION granular_sessions.add_to_counter(
    access granular_sessions.access, item_key text, item_kind smallint, lifetime_us bigint, addend bigint, lowest bigint, highest bigint)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    UPDATE granular_sessions.item SET number = number + addend
    WHERE selector = access.selector AND key = item_key AND kind = item_kind
        AND (deadline IS NULL OR deadline > answer.at) AND number BETWEEN lowest AND highest
    RETURNING number INTO answer.number;
    IF FOUND THEN
        answer.status := 'applied';
    ELSE
        held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, lifetime_us, answer.at);
        IF held.kind <> item_kind THEN
            answer.status := 'other_kind';
            answer.actual_kind := held.kind;
        ELSIF held.number BETWEEN lowest AND highest THEN
            UPDATE granular_sessions.item SET number = number + addend WHERE selector = access.selector AND key = item_key
            RETURNING number INTO answer.number;
            answer.status := 'applied';
        ELSE
            IF held.is_new THEN
                PERFORM granular_sessions.drop_item(access.selector, item_key);
            END IF;
            answer.number := held.number;
            answer.status := 'not_applied';
        END IF;
    END IF;
    IF access.new_id IS NOT NULL OR access.operation_id IS NOT NULL THEN
        RETURN granular_sessions.conclude(access, answer);
    END IF;
    RETURN answer;
END $$;

-- The usual addition, to a counter that is there, in a session that was seen lately and that its generation or its only
-- verifier opens; any other is left to add_to_counter. Plain arguments and an array instead of composites, which take
-- longer than the lock.
CREATE OR REPLACE FUNCTION granular_sessions.add_to_present_counter(
    holder text, presented_hash bytea, held_generation bigint, idle_us bigint, absolute_us bigint, refresh_after_us bigint,
    item_key text, item_kind smallint, lifetime_us bigint, addend bigint, lowest bigint, highest bigint)
    RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    current_generation bigint;
    current_hash bytea;
    idle timestamptz;
    absolute timestamptz;
    seen timestamptz;
    at timestamptz;
    total bigint;
    answer granular_sessions.answer;
BEGIN
    SELECT generation, CASE WHEN previous_verifier_hash IS NULL THEN verifier_hash END, idle_deadline, absolute_deadline, last_seen_at
    INTO current_generation, current_hash, idle, absolute, seen
    FROM granular_sessions.session WHERE selector = holder FOR KEY SHARE;
    at := clock_timestamp();
    IF (current_generation = held_generation OR (held_generation IS NULL AND current_hash = presented_hash))
        AND idle > at AND absolute > at
        AND seen > at - refresh_after_us * interval '1 microsecond' THEN
        UPDATE granular_sessions.item SET number = number + addend
        WHERE selector = holder AND key = item_key AND kind = item_kind
            AND (deadline IS NULL OR deadline > at) AND number BETWEEN lowest AND highest
        RETURNING number INTO total;
        IF FOUND THEN
            RETURN ARRAY['applied', current_generation::text, total::text];
        END IF;
    END IF;

    answer := granular_sessions.add_to_counter(
        ROW(holder, presented_hash, held_generation, NULL, idle_us, absolute_us, refresh_after_us, NULL, NULL, NULL, NULL)::granular_sessions.access,
        item_key, item_kind, lifetime_us, addend, lowest, highest);
    RETURN ARRAY[answer.status, answer.generation::text, answer.number::text, answer.actual_kind::text];
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.exchange_counter(
    access granular_sessions.access, item_key text, item_kind smallint, lifetime_us bigint, new_number bigint)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, lifetime_us, answer.at);
    IF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSE
        UPDATE granular_sessions.item SET number = new_number, deadline = answer.at + lifetime_us * interval '1 microsecond'
        WHERE selector = access.selector AND key = item_key;
        answer.status := 'applied';
        answer.number := held.number;
        answer.had_value := NOT held.is_new;
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.add_to_set(
    access granular_sessions.access, item_key text, item_kind smallint, lifetime_us bigint, member bytea)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, lifetime_us, answer.at);
    IF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSE
        INSERT INTO granular_sessions.element (selector, key, name, payload, version, is_consumed)
        VALUES (access.selector, item_key, sha256(member), member, 0, false)
        ON CONFLICT DO NOTHING;
        IF FOUND THEN
            PERFORM granular_sessions.settle_item(access.selector, item_key, held.number + 1);
            answer.status := 'applied';
        ELSE
            answer.status := 'not_applied';
        END IF;
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;

-- Removes a member of a set or a field of a map.
CREATE OR REPLACE FUNCTION granular_sessions.remove_element(
    access granular_sessions.access, item_key text, item_kind smallint, element_name bytea)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_item(access.selector, item_key, answer.at);
    IF held.kind IS NULL THEN
        -- There may be one by now: without its lock, what is in it must be left alone.
        answer.status := 'absent';
    ELSIF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSE
        DELETE FROM granular_sessions.element WHERE selector = access.selector AND key = item_key AND name = element_name;
        IF FOUND THEN
            PERFORM granular_sessions.settle_item(access.selector, item_key, held.number - 1);
            answer.status := 'applied';
        ELSE
            answer.status := 'absent';
        END IF;
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;

-- expected_version: 0 for an absent field, null for anything.
CREATE OR REPLACE FUNCTION granular_sessions.write_field(
    access granular_sessions.access, item_key text, item_kind smallint, lifetime_us bigint,
    field bytea, new_payload bytea, expected_version bigint, keeps_payload boolean)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
    current_version bigint;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, lifetime_us, answer.at);
    IF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSE
        SELECT version INTO current_version FROM granular_sessions.element
        WHERE selector = access.selector AND key = item_key AND name = field;
        IF expected_version <> coalesce(current_version, 0) THEN
            PERFORM granular_sessions.settle_item(access.selector, item_key, held.number);
            answer.status := 'not_applied';
        ELSE
            INSERT INTO granular_sessions.element AS e (selector, key, name, payload, version, is_consumed)
            VALUES (access.selector, item_key, field, new_payload, nextval('granular_sessions.version'), false)
            ON CONFLICT (selector, key, name) DO UPDATE SET payload = EXCLUDED.payload, version = EXCLUDED.version;
            IF current_version IS NULL THEN
                PERFORM granular_sessions.settle_item(access.selector, item_key, held.number + 1);
            END IF;
            answer.status := 'applied';
        END IF;
    END IF;
    RETURN granular_sessions.conclude(access, answer, CASE WHEN keeps_payload THEN new_payload END);
END $$;

-- Adds to a field that holds an integer between lowest and highest before the addition.
CREATE OR REPLACE FUNCTION granular_sessions.add_to_field(
    access granular_sessions.access, item_key text, item_kind smallint, lifetime_us bigint,
    field bytea, addend bigint, lowest bigint, highest bigint)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
    current_payload bytea;
    current_text text;
    current_number numeric := 0;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, lifetime_us, answer.at);
    IF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
        RETURN granular_sessions.conclude(access, answer);
    END IF;

    SELECT payload INTO current_payload FROM granular_sessions.element
    WHERE selector = access.selector AND key = item_key AND name = field;
    IF current_payload IS NOT NULL THEN
        current_text := CASE WHEN length(current_payload) <= 20 THEN encode(current_payload, 'escape') END;
        IF current_text ~ '^-?[0-9]+$' THEN
            current_number := current_text::numeric;
        END IF;
        IF current_text !~ '^-?[0-9]+$' OR current_text IS NULL
            OR current_number NOT BETWEEN -9223372036854775808 AND 9223372036854775807 THEN
            answer.status := 'not_an_integer';
            RETURN granular_sessions.conclude(access, answer);
        END IF;
    END IF;

    IF current_number BETWEEN lowest AND highest THEN
        answer.number := current_number + addend;
        INSERT INTO granular_sessions.element AS e (selector, key, name, payload, version, is_consumed)
        VALUES (access.selector, item_key, field, answer.number::text::bytea, nextval('granular_sessions.version'), false)
        ON CONFLICT (selector, key, name) DO UPDATE SET payload = EXCLUDED.payload, version = EXCLUDED.version;
        IF current_payload IS NULL THEN
            PERFORM granular_sessions.settle_item(access.selector, item_key, held.number + 1);
        END IF;
        answer.status := 'applied';
    ELSE
        PERFORM granular_sessions.settle_item(access.selector, item_key, held.number);
        answer.number := current_number;
        answer.status := 'not_applied';
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;

-- duplicates: 'keep', 'replace' or 'refuse' equal elements.
CREATE OR REPLACE FUNCTION granular_sessions.insert_into_list(
    access granular_sessions.access, item_key text, item_kind smallint, lifetime_us bigint,
    new_payload bytea, at_end boolean, max_length bigint, duplicates text)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
    removed bigint;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, lifetime_us, answer.at);
    IF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
        RETURN granular_sessions.conclude(access, answer);
    END IF;
    IF duplicates = 'refuse' AND EXISTS (
        SELECT FROM granular_sessions.list_element
        WHERE selector = access.selector AND key = item_key AND payload = new_payload) THEN
        answer.status := 'not_applied';
        answer.number := held.number;
        RETURN granular_sessions.conclude(access, answer);
    END IF;
    IF duplicates = 'replace' THEN
        DELETE FROM granular_sessions.list_element
        WHERE selector = access.selector AND key = item_key AND payload = new_payload;
        GET DIAGNOSTICS removed = ROW_COUNT;
        held.number := held.number - removed;
    END IF;

    IF at_end THEN
        held.last_position := held.last_position + 1;
    ELSE
        held.first_position := held.first_position - 1;
    END IF;
    INSERT INTO granular_sessions.list_element (selector, key, position, payload)
    VALUES (access.selector, item_key, CASE WHEN at_end THEN held.last_position ELSE held.first_position END, new_payload);
    held.number := held.number + 1;

    -- Both ends of the range are kept exact after a trim, so that the next one finds its rows without passing dead ones.
    IF held.number > max_length AND at_end THEN
        SELECT position INTO held.first_position FROM granular_sessions.list_element
        WHERE selector = access.selector AND key = item_key AND position >= held.first_position
        ORDER BY position OFFSET held.number - max_length LIMIT 1;
        DELETE FROM granular_sessions.list_element
        WHERE selector = access.selector AND key = item_key AND position < held.first_position;
        held.number := max_length;
    ELSIF held.number > max_length THEN
        SELECT position INTO held.last_position FROM granular_sessions.list_element
        WHERE selector = access.selector AND key = item_key AND position <= held.last_position
        ORDER BY position DESC OFFSET held.number - max_length LIMIT 1;
        DELETE FROM granular_sessions.list_element
        WHERE selector = access.selector AND key = item_key AND position > held.last_position;
        held.number := max_length;
    END IF;
    UPDATE granular_sessions.item
    SET number = held.number, first_position = held.first_position, last_position = held.last_position
    WHERE selector = access.selector AND key = item_key;
    answer.status := 'applied';
    answer.number := held.number;
    RETURN granular_sessions.conclude(access, answer);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.remove_from_list(
    access granular_sessions.access, item_key text, item_kind smallint, removed_payload bytea)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_item(access.selector, item_key, answer.at);
    IF held.kind IS NULL THEN
        -- There may be one by now: without its lock, what is in it must be left alone.
        answer.status := 'absent';
    ELSIF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSE
        DELETE FROM granular_sessions.list_element
        WHERE selector = access.selector AND key = item_key AND position = (
            SELECT min(position) FROM granular_sessions.list_element
            WHERE selector = access.selector AND key = item_key AND payload = removed_payload);
        IF FOUND THEN
            PERFORM granular_sessions.settle_item(access.selector, item_key, held.number - 1);
            answer.status := 'applied';
        ELSE
            answer.status := 'absent';
        END IF;
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;

-- expected_version: 0 for an absent value, null for anything.
CREATE OR REPLACE FUNCTION granular_sessions.write_value(
    access granular_sessions.access, item_key text, item_kind smallint, lifetime_us bigint,
    new_payload bytea, expected_version bigint, keeps_payload boolean)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, lifetime_us, answer.at);
    IF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSIF expected_version <> held.version THEN
        IF held.is_new THEN
            PERFORM granular_sessions.drop_item(access.selector, item_key);
        END IF;
        answer.status := 'not_applied';
    ELSE
        UPDATE granular_sessions.item
        SET payload = new_payload, number = 1, version = nextval('granular_sessions.version'),
            deadline = answer.at + lifetime_us * interval '1 microsecond'
        WHERE selector = access.selector AND key = item_key;
        answer.status := 'applied';
    END IF;
    RETURN granular_sessions.conclude(access, answer, CASE WHEN keeps_payload THEN new_payload END);
END $$;

-- expected: null for anything.
CREATE OR REPLACE FUNCTION granular_sessions.take_value(
    access granular_sessions.access, item_key text, item_kind smallint, expected bytea)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_item(access.selector, item_key, answer.at);
    IF held.kind IS NULL THEN
        answer.status := 'absent';
    ELSIF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
    ELSE
        DELETE FROM granular_sessions.item
        WHERE selector = access.selector AND key = item_key AND (expected IS NULL OR payload = expected)
        RETURNING payload INTO answer.payload;
        answer.status := CASE WHEN FOUND THEN 'applied' ELSE 'not_applied' END;
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.issue_token(
    access granular_sessions.access, item_key text, item_kind smallint, token_hash bytea, token_lifetime_us bigint, max_tokens bigint)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    held granular_sessions.held_item;
    forgotten bigint;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    held := granular_sessions.hold_or_add_item(access.selector, item_key, item_kind, NULL, answer.at);
    IF held.kind <> item_kind THEN
        answer.status := 'other_kind';
        answer.actual_kind := held.kind;
        RETURN granular_sessions.conclude(access, answer);
    END IF;
    IF held.number >= max_tokens THEN
        DELETE FROM granular_sessions.element WHERE selector = access.selector AND key = item_key AND deadline <= answer.at;
        GET DIAGNOSTICS forgotten = ROW_COUNT;
        held.number := held.number - forgotten;
    END IF;
    IF held.number >= max_tokens THEN
        DELETE FROM granular_sessions.element WHERE selector = access.selector AND key = item_key AND name IN (
            SELECT name FROM granular_sessions.element WHERE selector = access.selector AND key = item_key
            ORDER BY deadline, name LIMIT held.number - max_tokens + 1);
        held.number := max_tokens - 1;
    END IF;
    INSERT INTO granular_sessions.element (selector, key, name, version, deadline, is_consumed)
    VALUES (access.selector, item_key, token_hash, 0, answer.at + token_lifetime_us * interval '1 microsecond', false);
    PERFORM granular_sessions.settle_item(access.selector, item_key, held.number + 1);
    answer.status := 'applied';
    RETURN granular_sessions.conclude(access, answer);
END $$;

CREATE OR REPLACE FUNCTION granular_sessions.consume_token(
    access granular_sessions.access, item_key text, item_kind smallint, token_hash bytea)
    RETURNS granular_sessions.answer LANGUAGE plpgsql AS $$
DECLARE
    answer granular_sessions.answer := granular_sessions.open_session(access, false);
    actual_kind smallint;
    was_consumed boolean;
BEGIN
    IF answer.status IS NOT NULL THEN
        RETURN answer;
    END IF;
    UPDATE granular_sessions.element e SET is_consumed = true
    FROM granular_sessions.item i
    WHERE i.selector = access.selector AND i.key = item_key AND i.kind = item_kind
        AND e.selector = access.selector AND e.key = item_key AND e.name = token_hash
        AND e.deadline > answer.at
        AND NOT e.is_consumed;
    IF FOUND THEN
        answer.status := 'applied';
    ELSE
        SELECT i.kind, e.is_consumed INTO actual_kind, was_consumed
        FROM granular_sessions.item i
        LEFT JOIN granular_sessions.element e
            ON e.selector = i.selector AND e.key = i.key AND e.name = token_hash AND e.deadline > answer.at
        WHERE i.selector = access.selector AND i.key = item_key AND (i.deadline IS NULL OR i.deadline > answer.at);
        IF actual_kind <> item_kind THEN
            answer.status := 'other_kind';
            answer.actual_kind := actual_kind;
        ELSIF was_consumed THEN
            answer.status := 'not_applied';
        ELSE
            answer.status := 'absent';
        END IF;
    END IF;
    RETURN granular_sessions.conclude(access, answer);
END $$;
