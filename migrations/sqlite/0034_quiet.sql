-- Whoever was told nothing by mail before there was a choice of texts was told nothing at all: what becomes of the interview is no news to them.
update interviews set text_candidate = false where not tell_candidate;
