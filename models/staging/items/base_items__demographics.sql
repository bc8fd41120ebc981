{{ made_of_items('demographics') }}
