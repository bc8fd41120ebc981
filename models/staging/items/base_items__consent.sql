{{ made_of_items('consent') }}
