{{ made_of_items('lab_result') }}
