-- What a provider allows is divided among the workers that are alive, so that all together keep to it.

alter table worker_session
  add column agreed_to bigint not null default 0;
comment on column worker_session.agreed_to is
  'The newest session that this worker has made room for: a worker buys only once every other one that is open has agreed to it.';
