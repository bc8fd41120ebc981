{{ made_of_items('adverse_event') }}
