# Connections to applicant tracking systems.
ats-title = Applicant tracking systems
ats-lead = Jobs, stages, candidates and applications follow your applicant tracking system: it delivers what changes, and is asked every ten minutes where you give the keys for that.
ats-open = Connect applicant tracking systems
ats-new = New connection
ats-none = No connections yet
ats-none-how = Connect Greenhouse, Lever, or any system that can send a signed request.
ats-edit = Change
ats-connection = Connection
ats-system = System
ats-system-greenhouse = Greenhouse
ats-system-lever = Lever
ats-system-generic = Another system
ats-name = Name
ats-choose = Please choose
ats-recruiter = Recruiter of new jobs
ats-recruiter-hint = Answers for jobs whose recruiter in the system has no account here.
ats-webhook-secret = Signing secret
ats-webhook-secret-hint = Empty: Agendum makes one and shows it once. Lever makes its own: paste its signature token.
ats-secret-kept = Empty: stays as it is.
ats-asking = Asking the system
ats-asking-note = Greenhouse: a Harvest V3 (OAuth) credential. Lever: an API key. Without them the system is heard, but not asked.
ats-client-id = Client ID
ats-client-secret = Client secret
ats-user-id = User ID
ats-user-id-hint = The number of a Greenhouse site administrator in whose name is asked.
ats-api-key = API key
ats-base-url = Address of a proxy
ats-base-url-hint = Only where the system is asked through one.
ats-forget-keys = Forget the keys: ask no more
ats-secret = Signing secret
ats-secret-once = This secret signs deliveries. Copy it into the system now: it is not shown again.
ats-new-secret = New signing secret
ats-address = Address of the webhook
ats-deliveries = Deliveries
ats-deliveries-count = { $count ->
    [one] 1 delivery
   *[other] { $count } deliveries
} { $unreadable ->
    [0] { "" }
   *[other] ({ $unreadable } could not be read)
}
ats-last-delivery = Last delivery
ats-refused = Wrong signatures
ats-pulled = Last asked
ats-never = Never
ats-never-pulled = Not yet
ats-not-asked = Not asked
ats-problems = Not in step
ats-state = State
ats-on = On
ats-off = Switched off
ats-broken = Broken
ats-troubled = Tried again
ats-switch-off = Switch off
ats-switch-on = Switch on
ats-pull-now = Pull now
ats-pull-asked = The system is being asked.
ats-trouble-lasts = The system could not be asked. This does not go away by itself: check the keys and the address.
ats-trouble-passes = The system could not be asked the last time. It is tried again.
ats-problems-note = What the rules here refuse is kept, and tried again with the next delivery.
ats-kind-user = colleague
ats-kind-job = job
ats-kind-stage = stage
ats-kind-interview = interview
ats-kind-candidate = candidate
ats-kind-application = application
ats-jobs = Jobs
ats-jobs-note = A job is made here, or is one that you have already, or is left out with everybody on it. Its schedule, attendees and recruiter are yours: the system does not touch them.
ats-no-jobs = The system has told of no job yet.
ats-job-closed = Closed
ats-made-here = Made here
ats-ignored = Left out
ats-is-here = { $name } is here
ats-stage-auto = By its name
ats-stage-is-here = Stage { $name } of { $job } is here
ats-stage-here = Here: { $name }
ats-unknown-kept = { $count ->
    [one] 1 more field is kept
   *[other] { $count } more fields are kept
}
ats-users = Colleagues
ats-users-note = Recruiters, coordinators and hiring managers of jobs are found here by their mail addresses, unless you choose somebody else.
ats-user-auto = By the mail address: nobody
ats-user-found = By the mail address: { $name }
ats-save-choice = Save: { $name }
ats-problem-no-email = The candidate has no mail address that will do; without one nobody can be invited.
ats-problem-email-taken = Another candidate here has this mail address.
ats-problem-too-many-stages = The job has as many stages as a job can have here.
ats-problem-meanwhile = Somebody changed it here at the same moment.
ats-problem-merged-in-a-ring = The system says that these candidates are each other.
