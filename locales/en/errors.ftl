# Errors: at fields, and of whole forms.

error-required = Please fill this in.
error-choose = Please choose one.
error-too-long = At most { $most } characters.
error-one-line = Please write this on one line.
error-control-character = This has a character that can not be shown.
error-email = This is not a mail address, such as ana@example.com.
error-phone = This is not a telephone number, such as +49 30 1234567.
error-range = From { $least } to { $most }.
error-taken = This is taken already.

error-invalid = Please check the marked fields.
error-unauthorized = Please sign in, or open the link from your mail again.
error-forbidden = Your account may not do this.
error-not-found = This does not exist, or no longer.
error-stale = Somebody changed this meanwhile. Load it again to see the present state; what you typed is still here.
error-slot-taken = This time was taken just now. These are the nearest free ones.
error-not-possible = This is not possible in the present state.
error-too-many = Too many tries. Please wait a moment.
error-internal = Something went wrong on our side. Nothing was changed.
error-transport = The server did not answer. Check your connection and try again.
error-zone = This is not a time zone that is known here.
error-link = This is not a web address, such as https://meet.example.com/room.
error-number = Please give a whole number.
error-hours = Please write times such as 9:00-12:00, 13:00-17:30.
error-line = “{ $line }” can not be read. Write a date and times, such as 2027-03-05 10:00-12:00.
error-too-many-lines = At most { $most } of them.
