# Forms for staff: templates, a candidate's forms, side by side.

error-options-few = At least two options.
error-options-many = At most { $most } options.
error-options-twice = Two options are the same.
error-no-question = A form needs at least one question.
error-too-many-questions = At most { $most } questions.
error-too-many-sections = At most { $most } sections.

candidate-tab-overview = Overview
candidate-tab-interview = Interview
candidate-tabs = Candidate
candidate-subtabs = Interview
candidate-sub-calendar = Calendar
candidate-sub-forms = Forms

forms-select-interview = Select Interview
forms-select-attendee = Select Attendee
forms-show = Show
forms-upload = Upload HR Form
forms-upload-has-one = Remove the uploaded form first
forms-upload-not-yours = Only recruiters and the attendee may upload here
forms-remove = Remove
forms-remove-none = There is no uploaded form
forms-remove-title = Remove the uploaded form?
forms-remove-question = { $name } is deleted for good.
forms-removed = Removed.
forms-edit-not-yours = Only { $name } can fill in this form
forms-edit-off = The interview was called off
forms-window-form = Form
forms-window-upload = Uploaded form
forms-window = What to show
forms-upload-by = Uploaded by { $name }, { $at }
forms-upload-word = Word documents are not shown here. Download it to read it.
forms-download = Download { $name }
forms-none = No interview with a form yet
forms-none-how = Forms appear here once an interview is scheduled and a form was chosen for it, in the job's stage or here.
forms-none-in-interview = This interview has no form
forms-none-in-interview-how = Choose a form: every attendee gets one to fill in.
forms-none-attendees = This interview has no attendees who could fill in the form.
forms-choose = Form for this interview
forms-choose-none = No form
forms-choose-set = Choose form
forms-chosen = The form was chosen.
forms-no-templates = There is no approved form yet. Administrators make them in the settings.
forms-compare = Compare evaluations
forms-compare-own-first = First submit your own evaluation
forms-copy-link = Copy link for the attendee
forms-link-copied = Link copied. It opens this form without an account.
forms-link-shown = The link: { $address }
forms-off = (cancelled)
forms-done = (submitted)

compare-title = Evaluations side by side
compare-none = Nobody has submitted an evaluation yet
compare-none-how = As soon as attendees submit their forms, their answers stand here side by side.
compare-waiting = Still waiting for: { $names }
compare-question = Question
compare-range = Range
compare-spread = Spread
compare-mean = Mean
compare-differs = Talk about it
compare-differs-how = The ratings lie two or more apart.
compare-only-notable = Only questions to talk about

due-title = Forms to fill in

templates-title = Interview forms
templates-lead = What interviewers are asked. Interviews get the approved version and keep it, whatever changes later.
templates-new = New form
templates-open = Open interview forms
templates-none = No forms yet
templates-none-how = Make the first one: sections with ratings, choices and questions in own words.
templates-state = State
templates-questions = Questions
templates-interviews = Interviews
templates-approved = Version { $number } approved
templates-not-approved = Not approved yet
templates-has-draft = Draft
templates-retired = Retired
templates-up = Move { $name } up
templates-down = Move { $name } down
templates-order = Order
templates-moved = Moved.

builder-new = New form
builder-name = Name of the form
builder-introduction = Introduction
builder-introduction-hint = Stands above the first section.
builder-sections = Sections
builder-section-title = Title of the section
builder-section-hint = What interviewers should know
builder-add-section = Add section
builder-add-question = Add question
builder-question-text = Question
builder-question-kind = Answered by
builder-kind-rating = Rating from 1 to 5
builder-kind-thumbs = Thumbs up or down
builder-kind-choice = One of several
builder-kind-choices = Any of several
builder-kind-text = Own words
builder-question-hint = Help for the interviewer
builder-question-competency = Competency
builder-question-required = Required
builder-question-required-hint = Without an answer the form can not be submitted.
builder-options = Options
builder-options-hint = One on each line.
builder-anchors = What the ratings mean
builder-anchor = { $rating } means
builder-drag = Drag to move { $name }, or press Alt with an arrow key
builder-up = Move { $name } up
builder-down = Move { $name } down
builder-remove = Remove { $name }
builder-moved = { $name } is now number { $number }.
builder-preview = Preview
builder-preview-hint = As interviewers see it. Try it: nothing is saved.
builder-save-draft = Save draft
builder-approve = Save and approve
builder-approve-hint = From then on new interviews get this version.
builder-saved = Saved.
builder-versions = Versions
builder-version = Version { $number }
builder-version-draft = Draft
builder-version-approved = approved { $on }
builder-version-by = by { $name }
builder-version-interviews = { $count ->
    [0] no interviews
    [one] one interview
   *[other] { $count } interviews
}
builder-retire = Retire
builder-retire-title = Retire this form?
builder-retire-question = { $name } is not offered for new interviews any more. Interviews that have it keep it.
builder-restore = Offer again
builder-retired-note = This form is retired: new interviews do not get it.
builder-untitled = the new question
builder-untitled-section = the new section

template-form = Interview form
template-form-hint = Every attendee gets it to fill in.
template-form-none = No form
template-form-retired = (retired form)

interview-forms = Forms
