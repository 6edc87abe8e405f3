-- The postings of a term stand together, packed, one row for each field: whoever ranks reads them
-- whole and keeps them, since the rows of a release never change.
alter table kb.posting rename to posting_before;
create table kb.posting (
  release int not null,
  term bigint not null,      -- the number of the stem
  field smallint not null,   -- its place among the fields that are scored, from 0
  numbers bytea not null,    -- the documents, int4 each, ascending
  times bytea not null       -- how often each has it, int2 each
) partition by list (release);
do $$
declare one int;
begin
  for one in select release from kb.release loop
    execute format('alter table kb.%I rename to %I', 'posting_r' || one, 'before_r' || one);
    execute format('create table kb.%I (like kb.posting, check (release = %s))',
      'posting_r' || one, one);
    execute format('insert into kb.%I select release, term, field - 1,'
      ' string_agg(int4send(number), '''' order by number),'
      ' string_agg(int2send(found::int2), '''' order by number)'
      ' from kb.%I, unnest(times) with ordinality as o(found, field) where found > 0'
      ' group by release, term, field', 'posting_r' || one, 'before_r' || one);
    execute format('create unique index on kb.%I (term, field)', 'posting_r' || one);
    execute format('alter table kb.posting attach partition kb.%I for values in (%s)',
      'posting_r' || one, one);
  end loop;
end
$$;
drop table kb.posting_before;

-- The tables of which each release has a part of its own.
create function kb.parts() returns text[]
language sql immutable parallel safe as $$
  select array['document', 'name', 'term', 'word', 'posting', 'vector_row']
$$;

-- Who may read and who may publish whose rows. Whoever publishes owns no table: the functions here
-- make, fill and attach the parts of a release for an owner that the role may publish for.
create table kb.access (
  role text not null,
  owner text not null,       -- '*' for every owner
  may text not null check (may in ('read', 'publish')),
  primary key (role, owner, may)
);

create function kb.is_admin() returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select pg_has_role(session_user, nspowner, 'member') from pg_namespace where nspname = 'kb'
$$;

-- On which timeline a standby follows, which the server shows to few roles.
create function kb.received_timeline() returns int
language sql stable security definer set search_path = pg_catalog as $$
  select received_tli from pg_stat_wal_receiver limit 1
$$;

create function kb.may(wanted text, whose text) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select kb.is_admin() or exists (
    select from kb.access a join pg_roles r on r.rolname = a.role
    where a.owner in ('*', whose) and (a.may = wanted or wanted = 'read')
    and pg_has_role(session_user, r.oid, 'member'))
$$;

create function kb.reads_all() returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select kb.may('read', '*')
$$;

create function kb.readable() returns int[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(distinct l.release), '{}')
  from kb.release l join kb.access a on a.owner in ('*', l.owner)
  join pg_roles r on r.rolname = a.role and pg_has_role(session_user, r.oid, 'member')
$$;

do $$
declare name text;
begin
  foreach name in array kb.parts() loop
    execute format('alter table kb.%I enable row level security', name);
    execute format('create policy own on kb.%I for select using'
      ' ((select kb.reads_all()) or release = any ((select kb.readable())::int[]))', name);
  end loop;
end
$$;
alter table kb.release enable row level security;
create policy own on kb.release for select using
  ((select kb.reads_all()) or release = any ((select kb.readable())::int[]));
alter table kb.live enable row level security;
create policy own on kb.live for select using
  ((select kb.reads_all()) or release = any ((select kb.readable())::int[]));

create function kb.must_publish(whose text) returns void
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not kb.may('publish', whose) then
    raise exception using errcode = '42501', message = 'this role may not publish for that owner';
  end if;
end
$$;

-- A release with tables of its own to be filled, or the one that has the same rows already.
create function kb.begin_release(
  whose text, named text, rows_format int, with_encoder text, with_analyser text,
  with_settings text, with_model text, told_lexicon bytea, told_vectors bytea, told_student bytea,
  many int, of_lengths bigint[]
) returns table (number int, made boolean)
language plpgsql security definer set search_path = pg_catalog as $$
declare part text;
begin
  perform kb.must_publish(whose);
  perform pg_advisory_xact_lock(hashtextextended('kb owner ' || whose, 17));
  select r.release into number from kb.release r where r.owner = whose and r.generation = named;
  if number is null then
    insert into kb.model values (with_model, told_lexicon, told_vectors, told_student)
      on conflict do nothing;
    insert into kb.release (owner, generation, format, encoder, analyser, settings, model,
        documents, lengths)
      values (whose, named, rows_format, with_encoder, with_analyser, with_settings, with_model,
        many, of_lengths)
      returning release into number;
  end if;
  made := to_regclass('kb.document_r' || number) is null;
  if made then
    foreach part in array kb.parts() loop
      execute format('create table kb.%I (like kb.%I, check (release = %s))',
        part || '_r' || number, part, number);
      execute format('grant insert on kb.%I to %I', part || '_r' || number, session_user);
    end loop;
    -- What has to be read whole is not worth squeezing.
    execute format('alter table kb.%I alter numbers set storage external,'
      ' alter times set storage external', 'posting_r' || number);
  end if;
  return next;
end
$$;

-- Indexes and statistics of each table of a release that was filled; takes long for a large one.
-- Rows of vectors are there of those sources alone that are too many to be compared one by one.
create function kb.index_release(number int, exact_rows int) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  part text;
  one record;
  large jsonb;
  near smallint[] := '{}';
begin
  perform kb.must_publish((select owner from kb.release where release = number));
  execute format('create unique index on kb.%I (number)', 'document_r' || number);
  execute format('create index on kb.%I (id)', 'document_r' || number);
  execute format('create index on kb.%I (key)', 'name_r' || number);
  execute format('create unique index on kb.%I (term, field)', 'posting_r' || number);
  execute format('create index on kb.%I (source, number)', 'vector_row_r' || number);
  execute format('select coalesce(jsonb_agg(o), ''[]'') from (select source,'
    ' max(vector_dims(v)) as dims from kb.%I group by 1 having count(*) > %s order by 1) o',
    'vector_row_r' || number, exact_rows) into large;
  for one in select * from jsonb_to_recordset(large) as o(source smallint, dims int) loop
    execute format('create index on kb.%I using hnsw ((v::halfvec(%s)) halfvec_ip_ops)'
      ' with (m = 16, ef_construction = 64) where source = %s',
      'vector_row_r' || number, one.dims, one.source);
    near := near || one.source;
  end loop;
  update kb.release set approximate = near where release = number;
  foreach part in array kb.parts() loop
    execute format('analyze kb.%I', part || '_r' || number);
  end loop;
end
$$;

-- The place in its parents of each of these tables; publishers wait here for each other's commits.
create function kb.attach_release(number int) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare part text;
begin
  perform kb.must_publish((select owner from kb.release where release = number));
  foreach part in array kb.parts() loop
    execute format('revoke all on kb.%I from %I', part || '_r' || number, session_user);
    execute format('alter table kb.%I attach partition kb.%I for values in (%s)',
      part, part || '_r' || number, number);
  end loop;
end
$$;

create function kb.go_live(number int) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare whose text := (select owner from kb.release where release = number);
begin
  perform kb.must_publish(whose);
  insert into kb.live values (whose, number)
    on conflict (owner) do update set release = excluded.release;
  insert into kb.edition values (whose, array[whose]) on conflict do nothing;
  perform pg_notify('kb_live', whose);
end
$$;

-- An edition belongs to the owner of its name; it may take in only what the role may read.
create function kb.set_edition(named text, of_owners text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare whose text;
begin
  perform kb.must_publish(named);
  foreach whose in array of_owners loop
    if not kb.may('read', whose) then
      raise exception using errcode = '42501', message = 'this role may not read that owner';
    end if;
  end loop;
  insert into kb.edition values (named, of_owners)
    on conflict (edition) do update set owners = excluded.owners;
end
$$;

-- Releases that are neither live nor young, of owners that the role publishes for.
create function kb.to_retire(minutes int) returns setof int
language sql stable security definer set search_path = pg_catalog as $$
  select release from kb.release
  where release not in (select release from kb.live)
  and published < now() - make_interval(mins => minutes) and kb.may('publish', owner)
  order by release
$$;

create function kb.drop_release(number int) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare part text;
begin
  perform kb.must_publish((select owner from kb.release where release = number));
  if exists (select from kb.live where release = number) then
    raise exception using errcode = '55000', message = 'the release is live';
  end if;
  perform set_config('lock_timeout', '300ms', true);
  foreach part in array kb.parts() loop
    execute format('drop table if exists kb.%I', part || '_r' || number);
  end loop;
  delete from kb.release where release = number;
  delete from kb.model where digest not in (select model from kb.release);
end
$$;

revoke all on all functions in schema kb from public;
grant execute on function kb.is_admin(), kb.may(text, text), kb.reads_all(), kb.readable(),
  kb.received_timeline() to public;
