# Clients, jobs, candidates.

error-contact-exists = { $name } of this client has this mail address already.
error-candidate-exists = { $name } has this mail address already.
error-client-has-open-jobs = This client has open jobs. Close them first.
error-client-fixed = Candidates have been presented for this job already: the client stays the same.
error-colleague-gone = This colleague has no active account that may do this. Please choose another.
error-no-stage = A job needs at least one stage.
error-too-many-stages = At most { $most } stages.
error-stage-twice = Another stage has this name.
error-stage-in-use = The stage { $name } can not be removed: applications are or were in it.
error-stage-has-requests = Interviews were asked for in this stage: it stays one for interviews.
error-scheduling-kind = Only a stage for interviews can be enabled for scheduling.
error-scheduling-twice = Only one stage can be enabled for scheduling.
error-too-many-attendees = At most { $most } attendees.
error-already-on-job = The candidate is on this job already.
error-application-has-interview = An interview is booked. Cancel it first.
error-file-empty = Please choose a file that is not empty.
error-file-too-large = This file is too large: at most { $most } MB.
error-file-type = Please choose a PDF or Word document (.pdf, .doc, .docx).
error-too-many-files = At most { $most } files. Delete one first.
