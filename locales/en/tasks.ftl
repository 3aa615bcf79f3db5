# What coordinators have to do, and the ways out where somebody does not come.

tasks-title = Tasks
task-what = Task
task-about = About
task-since = Open for
task-assigned = Assigned to
task-action = Recommended action
tasks-show-completed = Show completed
tasks-of-me = Me ({ $open })
tasks-of-team = Team queue ({ $open })
tasks-of = { $name } ({ $open })
task-of-team = Team queue
task-of-administrators = All administrators
task-take = Take over
task-taken = The task is yours
tasks-none = Nothing to do
tasks-none-how = Tasks come by themselves: when a candidate is ready to be scheduled, when somebody declines, when an interview is called off. They go away by themselves once that is seen to.
task-complete = Complete: { $name }
task-reopen = Open again: { $name }
task-completed-itself = Completed by itself, { $at }
task-completed-by = Completed by { $name }, { $at }

task-category-broken_integration = Broken Integration
task-category-ready_to_schedule = Ready to Schedule
task-category-schedule_cancelled = Schedule Cancelled
task-category-interviewer_declined = Interviewer Declined
task-category-room_declined = Room Declined
task-category-candidate_declined = Candidate Declined
task-category-new_job = New Job
task-category-new_stage = New Stage
task-category-new_interview = New Interview

task-do-broken_integration = Mend it
task-do-ready_to_schedule = Schedule
task-do-schedule_cancelled = Reschedule
task-do-interviewer_declined = Swap or move
task-do-room_declined = Switch the room
task-do-candidate_declined = Follow up
task-do-new_job = Set up the job
task-do-new_stage = Set up the stage
task-do-new_interview = Add a template

task-declined-by = { $name } declined
task-room = Room: { $name }
task-stage = Stage: { $name }
task-interview = { $name }, in the stage { $stage }
task-age-now = less than a minute
task-age-minutes = { $number ->
    [one] 1 minute
   *[other] { $number } minutes
}
task-age-hours = { $number ->
    [one] 1 hour
   *[other] { $number } hours
}
task-age-days = { $number ->
    [one] 1 day
   *[other] { $number } days
}
connection-ats = ATS

mend-title = What can be done
mend-swap = { $name } declined. These colleagues of the same interview are free then:
mend-nobody-free = { $name } declined, and nobody else of this interview’s template is free then.
mend-swap-in = Swap in { $name }
mend-choose-other = Choose somebody else
mend-contact = { $name }, who interviews at the client, declined. Another time may do.
mend-candidate = { $name } declined. Ask why, then agree on another time or call the interview off.
mend-room = { $interviews ->
    [one] The room { $name } is not to be had.
   *[other] The room { $name } is not to be had for any of its { $interviews } interviews with this candidate.
}
mend-rooms = These are free the whole time:
mend-no-room = No other room is free the whole time. Ask whoever has it to move, choose another time, or meet by video.
mend-switch-to = { $name } ({ $seats } seats)
mend-room-calendar = The room’s calendar
mend-times = Or move it to a time that suits everybody who is in it:
mend-room-first = Another time can be looked for once the room is switched.
mend-no-times = In the next two weeks no other time suits everybody who is in it.
mend-move-to = Move to { $when }
mend-swapped = Swapped; everybody is told
mend-switched = The room is switched; everybody is told
