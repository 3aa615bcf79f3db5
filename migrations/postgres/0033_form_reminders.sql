-- When an attendee is asked for a form that is missing: minutes after the end of the interview, divided by commas.
alter table reminder_settings add column form_minutes text not null default '120,1440';
