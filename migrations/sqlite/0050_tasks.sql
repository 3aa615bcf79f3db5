alter table interviews add column room_response text not null default 'accepted';
