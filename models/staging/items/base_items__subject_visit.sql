{{ made_of_items('subject_visit') }}
