{{ made_of_items('disposition') }}
