{{ made_of_items('eligibility') }}
