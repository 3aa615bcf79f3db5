# The client's page.

client-title = Who would you like to meet, and when?
client-title-staff = On behalf of { $contact }
client-for = { $organisation } for { $client }
client-job = { $job }. Your recruiter is { $recruiter }:
client-link-dead = This link does not hold any more. Please ask your recruiter for a new one.
client-who = Candidates
client-nobody = Nobody is presented here at the moment.
client-state-presented = Please decide
client-state-chosen = To interview
client-state-booked = Interview booked
client-state-cancelled = Interview cancelled
client-state-declined = Declined
client-state-withdrawn = Withdrawn
client-choose = Interview
client-choose-after-all = Interview after all
client-decline = Decline
client-decline-after-all = Decline instead
client-decline-reason = Why not? Your recruiter reads this.
client-decline-send = Decline { $name }
client-interviews = Confirmed interviews
client-add-to-calendar = Add to calendar
client-open-interview = Open
client-ask-to-move = Ask to move it
client-move-subject = Moving the interview with { $name }
client-cancel = Cancel
client-cancel-reason = Why is it cancelled? Everybody in it reads this.
client-cancel-send = Cancel the interview with { $name }
client-when = When can you meet?
client-paint-hint = Drag over the days to offer time, or click to offer one meeting. Click a window to change or remove it. On a phone press and hold, or switch painting on.
paint-mode = Paint
client-grid = Your availability
paint-earlier = Earlier
paint-no-further = No further
paint-later = Later
paint-zone = Time zone
client-weekly = every week
client-weekly-explained = This comes from the hours of every week, below.
client-close-date = Not on this date
client-taken = Not free
client-adds = adds { $count ->
    [one] 1 slot
   *[other] { $count } slots
}
client-removes = removes { $count ->
    [one] 1 slot
   *[other] { $count } slots
}
client-offered = is offered already
client-adds-none = adds no slot: nobody else is free then
client-too-short = adds no slot: shorter than a meeting of { $minutes } minutes
client-too-soon = too soon: the least notice is longer
client-too-late = too far ahead
client-too-many = there are too many windows already
client-day-slots = { $count ->
    [one] 1 slot
   *[other] { $count } slots
}
client-slots = { $count ->
    [0] No slots for candidates yet
    [one] 1 slot for candidates
   *[other] { $count } slots for candidates
}
client-slots-unknown = Please check the marked fields
client-unsaved = not saved yet
client-answered = saved { $when } by { $who }
client-save = Save availability
client-saved = Saved. { $slots ->
    [0] Candidates have no slots yet.
    [one] Candidates see 1 slot.
   *[other] Candidates see { $slots } slots.
}
client-take-theirs = Show the present state
client-keep-mine = Save mine over it
client-from = From
client-until = Until
client-remove-window = Remove
client-change-window = Change

rules-line-start = Meetings of { $duration }, starting every { $step }
rules-line-buffer = with { $minutes } free before and after
rules-line-buffers = with { $before } free before and { $after } after
rules-line-before = with { $minutes } free before
rules-line-after = with { $minutes } free after
rules-line-notice = at least { $notice } ahead
rules-line-horizon = up to { $count ->
    [one] 1 day
   *[other] { $count } days
} from now
rules-line-per-day = at most { $count } a day
rules-line-video = by video
rules-line-onsite = on site
rules-line-phone = by phone
rules-edit = Change
rules-duration = Duration
rules-step = Starting every
rules-before = Free before
rules-after = Free after
rules-notice = Least notice
rules-horizon = How far ahead
rules-per-day = Meetings a day
rules-per-day-any = as many as fit
rules-place-kind = Where
rules-place = Link, address or number
rules-place-hint = May follow later; candidates see it once booked.
rules-message = Message for candidates
rules-message-hint = Stands on the page where they pick a time.

hours-title = Every week, and dates that differ
hours-hint = Tick a weekday or type its hours, such as 9:00-12:00, 13:00-17:30.
hours-none = none
hours-of = Hours on { $day }
hours-office = Monday to Friday, 9 to 17
hours-exceptions = Dates that differ
hours-exceptions-hint = One a line: 2027-03-05 10:00-12:00, or the date alone for a day off.
windows-typed = Windows as text
windows-typed-hint = One a line: 2027-03-05 10:00-12:00. An end before the start is on the next day.
