# Words that every page may use.

app-name = Agendum

day-monday = Monday
day-tuesday = Tuesday
day-wednesday = Wednesday
day-thursday = Thursday
day-friday = Friday
day-saturday = Saturday
day-sunday = Sunday
day-short-monday = Mon
day-short-tuesday = Tue
day-short-wednesday = Wed
day-short-thursday = Thu
day-short-friday = Fri
day-short-saturday = Sat
day-short-sunday = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

time-am = AM
time-pm = PM
date-month-year = { $month } { $year }
date-long = { $weekday } { $day } { $month } { $year }
date-short = { $weekday } { $day } { $month }
date-medium = { $day } { $month } { $year }

action-save = Save
action-cancel = Cancel
action-close = Close
action-back = Back
minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}

action-undo = Undo
action-keep = Keep it
action-remove-named = Remove { $name }
field-optional = optional
combobox-none = Nothing matches.
pager-label = Pages of the list
pager-range = { $first }–{ $last } of { $total }
pager-earlier = Previous page
pager-later = Next page
loading = Loading

not-found-title = There is no such page
not-found-text = The address may be mistyped, or what was here is gone.
not-found-home = Go to the first page
number-tenths = { $whole }.{ $tenths }
