# Working hours and busy times of colleagues.

own-hours-title = Your hours
own-hours-title-of = Hours of { $name }
own-hours-whose = Whose
own-hours-nav = Your hours
own-hours-of = Working hours
own-hours-lead = When you work, and when you are away: candidates are offered no time outside of it.
own-hours-open = Open your hours

own-hours-busy = Busy times
own-hours-add-busy = Add busy time
own-hours-paint-hint = Drag over the days to be busy then, or click for an hour. Click a busy time to change or remove it. On a phone press and hold, or switch painting on.
own-hours-grid = Week with busy times
own-hours-closed = closed
own-hours-private = Busy
own-hours-private-explained = What it is for is not shown to you, and stays as it is.
own-hours-untitled = Busy
own-hours-interview = { $title } with { $candidate }
own-hours-over = { $count ->
    [one] over the interview with { $candidate }
   *[other] over { $count } interviews
}
own-hours-kept = { $count ->
    [one] One interview stands outside of the hours or in a busy time. It is kept.
   *[other] { $count } interviews stand outside of the hours or in a busy time. They are kept.
}
own-hours-over-kept = { $count ->
    [one] It overlaps an interview, which is kept:
   *[other] It overlaps { $count } interviews, which are kept:
}

own-hours-coming = Coming busy times
own-hours-none = Nothing yet. Drag over the week, or add a busy time, to be out of office.
own-hours-change = Change { $when }
own-hours-remove = Remove { $when }
own-hours-remove-short = Remove
own-hours-remove-title = Remove this busy time?
own-hours-remove-question = { $name } is busy on { $when }. What for is not shown to you, so it can not be written again for them.
own-hours-removed = The busy time is removed.

own-hours-busy-new = Busy time
own-hours-busy-change = Change busy time
own-hours-busy-title = Title
own-hours-busy-title-hint = Only the owner of the calendar and who wrote it see the title; others see “Busy”.
own-hours-whole-days = Whole days
own-hours-from = From
own-hours-from-time = From, time
own-hours-until = Until
own-hours-until-time = Until, time
own-hours-busy-saved = Busy:

own-hours-weekly = Every week
own-hours-which = Which hours hold?
own-hours-office = Office hours, Monday to Friday, 9 to 17; with a client, whenever the client can
own-hours-own = Own hours, as follows
own-hours-zone-hint = Your own zone: the hours are in it, and mails to you name times in it.
own-hours-zone-hint-of = The colleague's own zone: the hours are in it, and mails to them name times in it.
own-hours-unsaved = Not saved yet

saved-hours = The hours are saved.
saved-busy = The busy time is saved.
saved-removed = The busy time is removed.

error-no-hours = Give at least one day its hours, or choose office hours.
error-too-far-ahead = At most { $most } days ahead.
error-too-many-busy = There are too many busy times already. Remove some that are no longer needed.
