# Rooms.
rooms-title = Rooms
rooms-lead = Rooms that interviews take place in. Each has a calendar: what is booked in it is taken for everybody else.
rooms-open = Manage rooms
rooms-new = New room
room-retired-reason = The room is no longer offered.
rooms-none = No rooms yet
rooms-none-how = Add the rooms of your office: they are offered where an interview is planned, and never booked twice.
rooms-to-come = Interviews to come
rooms-state = State
rooms-offered = Offered
rooms-retired = No longer offered
rooms-calendar = Calendar of the room
rooms-calendar-of = Calendar of { $name }
room-name = Room
room-capacity = Seats
room-features = Features
room-features-hint = Separated by commas: screen, whiteboard, step-free.
room-place = The way there
room-place-hint = Floor, building, address: it stands in invitations beside the name.
room-email = Mail address of the room
room-email-hint = Only where your calendar system knows the room by one: colleagues' invitations then list it.
room-seats = { $count ->
    [one] 1 seat
   *[other] { $count } seats
}
room-retire = Offer no longer
room-retire-note = A room that is no longer offered keeps its interviews; no new ones are booked in it.
room-restore = Offer again
room-retired-note = This room is no longer offered.
room-retired-note-keeps = { $count ->
    [one] This room is no longer offered. One interview is still to take place in it.
   *[other] This room is no longer offered. { $count } interviews are still to take place in it.
}
