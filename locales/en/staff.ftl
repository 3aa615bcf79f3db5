# Home, pipeline, calendar, client pages as staff see them.
