"""course_content teaches: courses as data, and no code beside this line."""
