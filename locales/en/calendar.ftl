# The week grid.

duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min

grid-role = week grid
grid-keys = Arrow keys move, Shift and arrows extend, Enter selects, Escape clears.
grid-move-keys = Arrow keys move it, Shift and arrows make it longer or shorter, Enter takes the new time, Escape the old one.
grid-day = { $date }, { $count ->
    [0] nothing
    [one] 1 entry
   *[other] { $count } entries
}
grid-hour-repeated = { $time } again
grid-hour-after-skip = { $time } · clocks went forward

entry-confirmed = confirmed
entry-proposed = proposed
entry-cancelled = cancelled
entry-busy = Busy
entry-window = offered
entry-slot = free slot

error-date = This is not a date that a calendar can show.
error-time = This is not a time, such as 14:30.
error-longer-than-a-day = An interview lasts a day at most.
error-end-before-start = The end has to be after the start.

days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
place-video = Video
place-onsite = On site
place-phone = Telephone
