-- Rows never change once they are published: a release is built aside, attached whole, and made
-- live for its owner in one transaction. What an edition searches is the live releases of its
-- owners, in order; a page of a later owner takes the place of an earlier one of the same name.
create extension if not exists vector with schema public;

-- What belongs to no document: the lexicon (JSON), the directions of needs, the query encoder.
create table kb.model (
  digest text primary key,
  lexicon bytea not null,
  vectors bytea not null,
  student bytea
);

create table kb.release (
  release int generated always as identity primary key,
  owner text not null,
  generation text not null,
  format int not null,
  encoder text not null,
  analyser text not null,
  settings text not null,
  model text not null references kb.model,
  documents int not null,
  lengths bigint[] not null, -- terms of each field, all documents together
  approximate smallint[] not null default '{}', -- the sources that have an HNSW index
  published timestamptz not null default now(),
  unique (owner, generation)
);

create table kb.live (
  owner text primary key,
  release int not null references kb.release
);

create table kb.edition (
  edition text primary key,
  owners text[] not null check (cardinality(owners) > 0)
);

create table kb.document (
  release int not null,
  number int not null,
  id text not null,
  tags bigint[] not null,    -- the number of each facet=concept
  lengths int[] not null,    -- terms of each field
  counts int[] not null,     -- rows of vectors: page, passages, situations, direction
  codes bytea not null,      -- those rows, one byte a number, in that order
  scales bytea not null,     -- the scale of each row, float32
  entry bytea not null       -- the document, as compressed JSON
) partition by list (release);

create table kb.name (
  release int not null,
  key bigint not null,       -- the number of the name's key
  number int not null,
  name text not null
) partition by list (release);

create table kb.term (
  release int not null,
  stem text not null,
  holders int[] not null,    -- documents with it in each field
  anywhere int not null,     -- in any field
  occurrences int not null,  -- times in situations
  named int not null         -- documents with it in a name
) partition by list (release);

create table kb.word (
  release int not null,
  word text not null,
  documents int not null
) partition by list (release);

create table kb.posting (
  release int not null,
  term bigint not null,      -- the number of the stem
  number int not null,
  times int[] not null,      -- in each field
  lengths int[] not null     -- of each field of the document
) partition by list (release);

create table kb.vector_row (
  release int not null,
  source smallint not null,  -- 1 page, 2 passage, 3 situation, 4 direction
  number int not null,
  v public.vector not null
) partition by list (release);
