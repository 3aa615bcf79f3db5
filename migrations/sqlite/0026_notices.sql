-- Whether the candidate is told by text, too, and which documents go with the colleagues' mail.
alter table interviews add column text_candidate boolean not null default true;
alter table interviews add column attach_resume boolean not null default false;
alter table interviews add column attach_cover_letter boolean not null default false;
alter table interviews add column attach_form boolean not null default false;
