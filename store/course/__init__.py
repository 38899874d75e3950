"""A course lies in files that people write: they are read whole and checked whole, or refused.

`check` reads a folder into `bot.lessons.Course`, or tells every mistake with its file and line and
how to mend it. Below it, `card` knows course.yaml and `lessonfile` a lesson's Markdown; `steps` and
`practice` judge what stands there, `rules` and `parity` the files together. `estimate` says how
long a course takes, `change` what a new version changes, and `blank` begins a course.
"""
