{{ made_of_items('exposure') }}
